using System.Globalization;
using SocketGateway.Benchmarks.Load;

namespace SocketGateway.Benchmarks.Servers;

/// <summary>The sides that can be compared.</summary>
internal static class Contestants
{
    private const int EchoPort = 7, FtpPort = 21, HttpPort = 80;

    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static string KestrelEcho => Built.Assembly("tests/Benchmarks/Rivals/KestrelEcho", "KestrelEcho");

    private static string KestrelStatic => Built.Assembly("tests/Benchmarks/Rivals/KestrelStatic", "KestrelStatic");

    /// <summary>The gateway as shipped, on ports of its own; <paramref name="environment"/> overrides single settings.</summary>
    public static Contestant Gateway(string name, string assembly, IReadOnlyDictionary<string, string> environment) => new(name, workload =>
    {
        assembly = Path.GetFullPath(assembly);
        var (offset, admin) = FreePorts.Find();
        var all = new Dictionary<string, string>
        {
            ["OTEL_TRACES_SAMPLER"] = "always_off",
            ["Logging__LogLevel__Default"] = "Warning",
            ["SocketGateway__PortOffset"] = Text(offset),
            ["SocketGateway__Telemetry__Console"] = "Off",
            ["SocketGateway__Admin__Url"] = $"http://127.0.0.1:{admin}",
        };
        if (IsFtp(workload))
        {
            all["SocketGateway__Services__files__Root"] = FtpFiles.Root;
            all[$"SocketGateway__Users__{FtpFiles.Writer}__PasswordHash"] = FtpFiles.WriterHash;
            all[$"SocketGateway__Users__{FtpFiles.Writer}__Roles__0"] = "files";
        }


        foreach (var (key, value) in environment)
            all[key] = value;
        return DotNet([assembly, "run"], all, offset + (IsFtp(workload) ? FtpPort : workload == Workload.Http ? HttpPort : EchoPort));
    });

    /// <summary>Kestrel, as a connection handler that echoes or a small application on its own transport; for FTP vsftpd.</summary>
    public static Contestant Rivals(string httpPath) => new("rival", workload =>
    {
        var port = FreePorts.One();
        if (IsFtp(workload)) return new ServerCommand(Vsftpd.Program, [Vsftpd.WriteSettings(port)], NoEnvironment, FtpFiles.Root, port);
        string[] arguments = workload == Workload.Http ? [KestrelStatic, Text(port), httpPath] : [KestrelEcho, Text(port)];
        return DotNet(arguments, NoEnvironment, port);
    })
    {
        Missing = workload => IsFtp(workload) ? Vsftpd.Missing : null,
    };

    /// <summary>Any program: words divided by blanks, <c>{port}</c> where its port goes.</summary>
    public static Contestant Any(string name, string commandLine) => new(name, _ =>
    {
        var port = FreePorts.One();
        var words = commandLine.Replace("{port}", Text(port), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new ServerCommand(words[0], words[1..], NoEnvironment, Environment.CurrentDirectory, port);
    });

    /// <summary>An assembly, run in its own folder, where its settings are.</summary>
    private static ServerCommand DotNet(string[] arguments, IReadOnlyDictionary<string, string> environment, int port) =>
        new(Built.DotNet, arguments, environment, Path.GetDirectoryName(Path.GetFullPath(arguments[0]))!, port);

    private static bool IsFtp(Workload workload) => workload is Workload.FtpGet or Workload.FtpPut or Workload.FtpLogin;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
