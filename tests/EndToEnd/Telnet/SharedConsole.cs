namespace SocketGateway.EndToEnd.Telnet;

/// <summary>One gateway for the tests of a class.</summary>
public sealed class SharedConsole : IAsyncLifetime
{
    internal ConsoleGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await ConsoleGateway.StartAsync();

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
