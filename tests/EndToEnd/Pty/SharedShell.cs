using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>One gateway with a shell for the tests of a class.</summary>
public sealed class SharedShell : IAsyncLifetime
{
    internal EmbeddedGateway Gateway { get; private set; } = null!;

    internal int Port => Gateway.Port("telnet");

    public async Task InitializeAsync() => Gateway = await EmbeddedGateway.StartAsync(ProgramSettings.ForShell());

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
