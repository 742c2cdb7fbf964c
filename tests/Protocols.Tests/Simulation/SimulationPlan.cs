using System.Buffers.Binary;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>Everything about a schedule that is drawn once, from its seed. Times in milliseconds.</summary>
internal sealed class SimulationPlan
{
    public const long OpenTimeout = 1_000;
    public const long StepTimeout = 5_000;
    public const string ServiceA = "A";
    public const string ServiceB = "B";

    public SimulationPlan(ulong seed, bool linked = false)
    {
        Random = new SeededRandom(seed);
        Limits = new LedgerLimits
        {
            InputWindow = Random.Between(64, 256),
            OutputWindow = Random.Between(64, 1024),
            MaxCommit = Random.Between(1024, 3072),
            HoldTimeout = 60_000,
            OpenTimeout = OpenTimeout,
        };
        MaxRead = Random.Between(1, 128);
        MaxMessage = Random.Chance(0.2) ? Random.Between(64, 256) : 0;
        Pushes = Random.Chance(0.5) ? Random.Between(1, 4) : 0;
        EndsByItself = Random.Chance(0.25);
        ClientLingers = Random.Chance(0.1);
        Latency = Random.Chance(0.2) ? 20 : 2;
        AcknowledgeDelay = Random.Chance(0.1) ? 1_000 : Random.Chance(0.3) ? 50 : 3;
        SendDelay = Random.Chance(0.3) ? 50 : 3;
        AwaitChance = Random.Chance(0.4) ? 0.3 : 0.05;
        Disturbed = Random.Chance(0.9);
        Faults = Disturbed ? Random.Between(1, 10) : 0;
        PoisonAllowed = Random.Chance(0.02);
        CrashChance = PoisonAllowed ? 0.6 : Random.Chance(0.5) ? 0.1 : 0.02;
        Interruptions = Disturbed ? Random.Between(0, 3) : 0;
        ClientResets = Random.Chance(0.02);
        Upgrades = Random.Chance(0.3);
        Injects = Upgrades && Random.Chance(0.1);
        Script = WriteScript(Random, EndsByItself, Upgrades, out var upgradeAt);
        UpgradeAt = upgradeAt;
        if (!linked) return;
        ServiceNodes = Random.Between(2, 3);
        Outages = Disturbed ? Random.Between(1, 4) : 0;
        Bursts = Random.Chance(0.5) ? Random.Between(1, 3) : 0;
        var frame = Random.Between(128, 600);
        LinkLimits = new LinkLimits { MaxFrame = frame, Window = Random.Between(2, 6) * frame, MaxMessage = 64 * 1024, Quantum = Random.Between(16, 512) };
    }

    public SeededRandom Random { get; }
    public LedgerLimits Limits { get; }
    public int MaxRead { get; }
    public int MaxMessage { get; }
    public int Pushes { get; }

    /// <summary>The last command is to quit; else the client half-closes.</summary>
    public bool EndsByItself { get; }

    /// <summary>The client does not answer the gateway's FIN.</summary>
    public bool ClientLingers { get; }

    public int Latency { get; }
    public int AcknowledgeDelay { get; }
    public int SendDelay { get; }
    public double AwaitChance { get; }
    public bool Disturbed { get; }
    public int Faults { get; }
    public double CrashChance { get; }
    public int Interruptions { get; }
    public bool PoisonAllowed { get; }
    public bool ClientResets { get; }
    public byte[] Script { get; }

    public LinkLimits LinkLimits { get; } = new();
    public int ServiceNodes { get; }

    /// <summary>Times at which something befalls a node, or a way to it.</summary>
    public int Outages { get; }

    /// <summary>Times at which other sessions send much.</summary>
    public int Bursts { get; }

    /// <summary>The client asks for TLS, and is in clear text up to this offset.</summary>
    public bool Upgrades { get; }

    public int UpgradeAt { get; }

    /// <summary>Clear text comes behind the request, whoever sent it.</summary>
    public bool Injects { get; }

    private static byte[] WriteScript(SeededRandom random, bool endsByItself, bool upgrades, out int upgradeAt)
    {
        var script = new List<byte>();
        var commands = random.Between(1, 14);
        var upgrade = upgrades ? random.Below(commands) : -1;
        upgradeAt = -1;
        for (var i = 0; i < commands; i++)
        {
            if (i == upgrade)
            {
                Append(script, ScriptModel.Upgrade, []);
                upgradeAt = script.Count;
            }

            WriteCommand(script, random);
        }

        if (endsByItself)
        {
            Append(script, ScriptModel.Quit, []);
            for (var i = random.Below(3); i > 0; i--) WriteCommand(script, random);
        }

        return [.. script];
    }

    private static void WriteCommand(List<byte> script, SeededRandom random)
    {
        Span<byte> argument = stackalloc byte[4];
        switch (random.Below(20))
        {
            case < 6:
                Append(script, ScriptModel.Echo, Bytes(random, random.Below(ScriptModel.MaxArgument)));
                break;
            case < 8:
                Append(script, ScriptModel.Silent, Bytes(random, random.Below(ScriptModel.MaxArgument)));
                break;
            case 8:
                var payload = Bytes(random, random.Between(1, 600));
                BinaryPrimitives.WriteUInt16LittleEndian(argument, (ushort)payload.Length);
                Append(script, ScriptModel.Stream, argument[..2]);
                script.AddRange(payload);
                break;
            case 9 or 10:
                BinaryPrimitives.WriteUInt16LittleEndian(argument, (ushort)random.Between(1, 4_000));
                Append(script, ScriptModel.Bulk, argument[..2]);
                break;
            case 11 or 12 or 13:
                argument[0] = (byte)random.Below(4);
                argument[1] = (byte)(random.Chance(0.5) ? 0 : random.Below(256));
                Append(script, ScriptModel.SetTimer, argument[..2]);
                break;
            case 14:
                argument[0] = (byte)random.Below(4);
                Append(script, ScriptModel.ClearTimer, argument[..1]);
                break;
            case 15 or 16 or 17:
                BinaryPrimitives.WriteUInt16LittleEndian(argument, (ushort)random.Between(1, 2_000));
                argument[2] = (byte)random.Between(1, 2);
                Append(script, random.Chance(0.6) ? ScriptModel.Listen : ScriptModel.Connect, argument[..3]);
                break;
            case 18:
                Append(script, random.Chance(0.5) ? ScriptModel.CloseSlots : ScriptModel.ResetSlots, []);
                break;
            default:
                Append(script, ScriptModel.Transfer, []);
                break;
        }
    }

    private static void Append(List<byte> script, int operation, ReadOnlySpan<byte> argument)
    {
        script.Add((byte)operation);
        script.Add((byte)argument.Length);
        script.AddRange(argument);
    }

    public static byte[] Bytes(SeededRandom random, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)random.Next();
        return bytes;
    }
}
