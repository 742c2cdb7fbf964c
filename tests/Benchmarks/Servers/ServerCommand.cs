namespace SocketGateway.Benchmarks.Servers;

/// <summary>How to start one server process, and where it will listen.</summary>
internal sealed record ServerCommand(
    string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder, int Port)
{
    public override string ToString() => string.Join(' ', [File, .. Arguments]);
}
