using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Forwarding;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>A gateway whose listeners limit their bandwidth, one of them not, and what is behind them: a service each, of the same name.</summary>
public sealed class LimitedGateway : IAsyncLifetime
{
    /// <summary>Bytes a second.</summary>
    public const int Rate = 400_000;

    /// <summary>What each transfer moves: two and a half seconds' worth.</summary>
    public const int Size = 1_000_000;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("bandwidth-e2e-");

    /// <summary>Says <see cref="Bytes"/> as fast as it can.</summary>
    internal TestDestination Destination { get; private set; } = null!;

    internal GatewayProcess Process { get; private set; } = null!;

    internal AdminClient Admin { get; private set; } = null!;

    internal static byte[] Bytes { get; } = Make();

    internal static string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));

    public string Root => _root.FullName;

    public int this[string service] => Process.Table[service];

    public async Task InitializeAsync()
    {
        Destination = new TestDestination("destination", Serving.Say(Bytes));
        await File.WriteAllBytesAsync(Path.Combine(Root, "file"), Bytes);
        Process = await GatewayProcess.StartAsync(new GatewaySettings { ConfigFile = Settings() });
        Admin = new AdminClient(Process.Admin);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await Process.DisposeAsync();
        Destination.Dispose();
        _root.Delete(recursive: true);
    }

    private string Settings()
    {
        var (listeners, services) = (new JsonObject(), new JsonObject());
        void Add(string name, JsonObject service, params (string Key, int Value)[] limits)
        {
            services[name] = service;
            var listener = new JsonObject { ["Port"] = 0, ["Address"] = "127.0.0.1", ["Service"] = name };
            if (limits.Length > 0) listener["Limits"] = new JsonObject(limits.Select(limit => KeyValuePair.Create(limit.Key, (JsonNode?)limit.Value)));
            listeners[name] = listener;
        }

        JsonObject Forward() => new() { ["Type"] = "Forward", ["Destinations"] = JsonNode.Parse($"{{ {Destination.Json} }}") };
        JsonObject Files(string type) => new() { ["Type"] = type, [nameof(Root)] = Root };
        Add("down", Forward(), ("SendRate", Rate));
        Add("up", Forward(), ("ReceiveRate", 10 * Rate), ("ReceiveRatePerConnection", Rate));
        Add("shared", Forward(), ("SendRate", Rate));
        Add("free", Forward());
        Add("files", Files("Ftp"), ("SendRatePerConnection", Rate));
        Add("site", Files("Http"), ("SendRate", Rate), ("SendRatePerConnection", Rate));
        Add("open", Files("Http"));
        return new JsonObject { ["SocketGateway"] = new JsonObject { ["Listeners"] = listeners, ["Services"] = services } }.ToJsonString();
    }

    private static byte[] Make()
    {
        var bytes = new byte[Size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
