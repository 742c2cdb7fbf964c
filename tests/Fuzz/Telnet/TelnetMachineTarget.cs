using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

/// <summary>
/// A whole remote login: negotiation, a name and a password, and lines; <c>keys</c> changes what becomes of data until <c>q</c> or a break.
/// State is serialized between any two packets, as after a crash. A password is marked by QZ, which no reply ever holds.
/// </summary>
internal sealed class TelnetMachineTarget(TelnetMachineTarget.Machine? next = null) : FuzzTarget
{
    private const string Secret = "QZ";
    private const int MostState = 32 * 1024;

    private readonly Machine _next = next ?? TelnetMachine.Next;

    internal delegate TelnetStep Machine(TelnetState state, in ReadOnlySequence<byte> input, IBufferWriter<byte> output);

    public override FuzzLimits Limits { get; } = new()
    {
        MaxInput = 8192,

        // The most expensive byte draws a line of 1024 wide characters again, over the rows of a narrow window.
        OutputBase = 16 * 1024,
        OutputPerByte = 4 * 1024,
        MaxHeld = 515 + MostState,
        AllocatedPerByte = 96 * 1024,
    };

    public override IReadOnlyList<byte[]> Tokens { get; } = [.. TelnetTokens.All, "QZQZ"u8.ToArray()];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var login = Login.Start();
        var telnet = TelnetMachine.Start(new TelnetState(), run.Output);
        var (input, hiddenFrom) = (new PendingInput(), -1);
        Apply(login);
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (true)
            {
                run.Step();
                var step = _next(telnet, input.Sequence, run.Output);
                telnet = step.State;
                CheckSecret(telnet, hiddenFrom, run);
                if (step.Event is not null) Happen(step.Event);
                input.Consume(step.Consumed);
                if (step.Event is null) break;
            }

            var state = JsonSerializer.SerializeToUtf8Bytes(telnet);
            run.Keeps(input.Length + state.Length);
            telnet = JsonSerializer.Deserialize<TelnetState>(state)!;
        }

        run.Note($"{input.Length} left, {login.State}, {JsonSerializer.Serialize(telnet)}");

        void Happen(TelnetEvent happened)
        {
            run.Note(happened.ToString());
            FuzzRun.Require(happened is not TelnetEvent.Line line || (line.Text.Length <= 1024 && !line.Text.Any(char.IsControl)), "a line holds what no line may");
            switch (happened)
            {
                case TelnetEvent.Line typed when login.State.Stage < LoginStage.Accepted:
                    Apply(Login.OnLine(login.State, typed));
                    if (login.Password is { } password) Apply(Login.OnChecked(login.State, password == "open sesame"));
                    break;
                case TelnetEvent.Interrupt:
                    Apply(Login.OnInterrupt(login.State));
                    break;
                case TelnetEvent.Line { Text: "keys" }:
                    telnet = telnet with { Keys = true };
                    break;
                case TelnetEvent.Key { Value.Value: 'q' } or TelnetEvent.Break:
                    telnet = telnet with { Keys = false };
                    break;
                case TelnetEvent.AreYouThere:
                    TelnetMachine.Redraw(telnet, run.Output);
                    break;
            }
        }

        void Apply(LoginStep step)
        {
            login = step;
            var prompt = step.State.Stage == LoginStage.Accepted ? "> " : "";
            TelnetEncoder.WriteText(step.Output + prompt, run.Output);
            telnet = TelnetMachine.Expect(telnet, prompt, run.Output, hide: step.HideInput, remember: step.State.Stage == LoginStage.Accepted);
            hiddenFrom = step.HideInput ? run.Written.Length : -1;
        }
    }

    private static void CheckSecret(TelnetState telnet, int hiddenFrom, FuzzRun run)
    {
        if (hiddenFrom < 0) return;
        FuzzRun.Require(run.Written[hiddenFrom..].IndexOf(Encoding.ASCII.GetBytes(Secret)) < 0, "a password was shown");
        FuzzRun.Require(!telnet.Line.ToString().Contains(Secret, StringComparison.Ordinal), "a password is in the text of the state");
    }
}
