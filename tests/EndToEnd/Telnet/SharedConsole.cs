using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>One gateway for the tests of a class.</summary>
public sealed class SharedConsole : IAsyncLifetime
{
    internal EmbeddedGateway Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await EmbeddedGateway.StartAsync(ConsoleSettings.For("Telnet"));

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
