using System.IO.Pipelines;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Http;

/// <summary>Brings the bytes of its connection to the service's Kestrel, where they cannot go there by themselves as with a <see cref="KestrelLease"/>.</summary>
internal sealed class HttpSession(ServiceContext service, HttpServiceHosts hosts, TimeProvider clock) : PipeSession
{
    private readonly HttpServiceHost _host = hosts[service.Name];
    private readonly ServedConnection _served = new(hosts[service.Name], hosts.CloseSpread, clock);

    /// <summary>A request may take its time to be answered.</summary>
    protected override bool WorksInSilence => true;

    protected override PipeScheduler ApplicationScheduler => _host.Scheduler;

    protected override Task RunAsync(IDuplexPipe transport, CancellationToken closed) => _served.RunAsync(
        transport, () => new GatewayConnectionContext(Connection.Info, Connection.Service, transport, Reset, Finish, closed));

    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop)
    {
        _served.Drain(remaining);
        return default;
    }
}
