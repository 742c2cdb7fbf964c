namespace SocketGateway.Benchmarks.Servers;

/// <summary>How to start one server process, and where it will listen.</summary>
internal sealed record ServerCommand(
    string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder, int Port)
{
    /// <summary>Another process that it needs, started before it and counted with it; clients do not see it. Null for none.</summary>
    public ServerCommand? Behind { get; init; }

    /// <summary>Processes that it starts to serve with, as long as it runs; counted with it. 0 for none.</summary>
    public int Workers { get; init; }

    /// <summary>An assembly, run in its own folder, where its settings are.</summary>
    public static ServerCommand DotNet(string[] arguments, IReadOnlyDictionary<string, string> environment, int port) =>
        new(Built.DotNet, arguments, environment, Path.GetDirectoryName(Path.GetFullPath(arguments[0]))!, port);

    public override string ToString() => string.Join(' ', [File, .. Arguments]);
}
