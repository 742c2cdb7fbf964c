using Microsoft.Extensions.DependencyInjection;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests;

public sealed class SessionFactoryTests
{
    [Fact]
    public async Task What_was_made_for_a_session_that_cannot_be_made_is_disposed()
    {
        var resource = new Resource();
        await using var provider = new ServiceCollection().AddScoped(_ => resource).BuildServiceProvider();
        var factory = new SessionFactory(provider, typeof(Broken), new ServiceContext("broken", new ServiceOptions { Type = "Broken" }));
        Assert.Throws<InvalidOperationException>(() => factory.Create());
        Assert.True(resource.IsDisposed);
    }

    internal sealed class Resource : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    internal sealed class Broken : Session
    {
        public Broken(Resource resource) => throw new InvalidOperationException($"asked to, with {resource}");
    }
}
