using System.Buffers;
using Microsoft.Extensions.Configuration;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Fuzz.Tests.Configuration;

/// <summary>A file of settings: options, or faults that a person can act on; never anything else.</summary>
internal sealed class ConfigurationTarget(Func<IConfiguration, ConfigurationResult>? read = null) : FuzzTarget
{
    private static readonly ServiceTypeCatalog Types = new();

    public override FuzzLimits Limits { get; } = new() { MaxInput = 8192, OutputPerByte = 1024, OutputBase = 16 * 1024, AllocatedPerByte = 64 * 1024, AllocatedBase = 64 * 1024 * 1024 };

    public override bool IsStream => false;

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "null", "{}", "[]", "\"\"", "true", "-1", "65536", "1e999", "\"00:00:01\"", "\"-1.00:00:00\"", "\"99999999.00:00:00\"", "\"0.0.0.0\"", "\"::\"", "\"http://127.0.0.1:1\"", "\"1-2\"", ",", ":", "{", "}", "[", "]", "\"",
            "\"Port\":", "\"Service\":", "\"Type\":", "\"Users\":", "\"Roles\":", "\"Limits\":", "\"Listeners\":", "\"Address\":", "\"Passive\":", "\"Settings\":", "\"PortOffset\":2147483647,", "\"a:b\":1", "\"\":1,",
            "\"Telnet\"", "\"Ftp\"", "\"Http\"", "\"Echo\"", "\"Forward\"", "\"Cluster\":", "\"SeedNodes\":[\"a:b\"]", "\"Admin\":{\"Url\":\"http://[::1]:80\"}", "\"PasswordHash\":\"AQ==\"", "\\u0000", "\\ud800",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        IConfiguration configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream([.. packets.SelectMany(p => p)])).Build();
        }
        catch (Exception error) when (ConfigurationSources.IsFaultOfFile(error))
        {
            // No JSON, or a key twice: the program reports it as a fault of the file.
            run.Note("no configuration");
            return;
        }

        var result = read is null ? GatewayConfiguration.Read(configuration, Types) : read(configuration);
        FuzzRun.Require(result.Options is null == result.Faults.Count > 0, "options, or faults");
        foreach (var fault in result.Faults)
        {
            FuzzRun.Require(fault.Key.StartsWith("SocketGateway", StringComparison.OrdinalIgnoreCase) && fault.Message.Length > 0, $"a fault without its key or its words: {fault}");
            run.Output.Write(System.Text.Encoding.UTF8.GetBytes(fault.ToString()));
        }
    }
}
