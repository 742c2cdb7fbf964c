namespace SocketGateway.Gateway.Telnet;

/// <summary>One word of the console.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Argument">What follows it, for the list of commands; empty for nothing.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Run">Does it, with what follows the name.</param>
internal sealed record ConsoleCommand(
    string Name, string Argument, string Summary, Func<string, ConsoleCaller, CancellationToken, ValueTask<ConsoleAnswer>> Run)
{
    /// <summary>Who knows the answer.</summary>
    public ConsoleScope Scope { get; init; } = ConsoleScope.Session;
}
