using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Telemetry;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Http;

#pragma warning disable CA1001 // a timer that is set only while there are leases holds nothing behind the last of them

/// <summary>Lends the connections of one service to its Kestrel, by Kestrel's own socket transport.</summary>
internal sealed class KestrelLender : ILender
{
    /// <summary>How old the byte counters of a connection may be while it lasts.</summary>
    internal static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    private readonly string _service;
    private readonly HttpServiceHosts _hosts;
    private readonly KeyValuePair<string, object?> _tag;
    private readonly ConcurrentDictionary<KestrelLease, bool> _leases = new();
    private readonly ITimer _sampler;
    private int _samplerIsSet;

    public KestrelLender(string service, HttpServiceHosts hosts, TimeProvider clock)
    {
        (_service, _hosts, Clock) = (service, hosts, clock);
        _tag = new(Tags.Service, service);
        _sampler = clock.CreateTimer(static lender => ((KestrelLender)lender!).Sample(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Service => _service;

    public TimeProvider Clock { get; }

    public bool IsEventLoop => false;

    /// <summary>Kestrel's transport reads and writes as fast as the kernel lets it.</summary>
    public bool KeepsBandwidth => false;

    public ILease Lend(ConnectionInfo connection, ConnectionBandwidth? bandwidth) => new KestrelLease(this, connection);

    /// <summary>What serves one more connection.</summary>
    public ServedConnection Serve() => new(_hosts[_service], _hosts.CloseSpread, Clock);

    /// <summary>A socket's bytes as pipes, which Kestrel's transport moves from now on.</summary>
    public ConnectionContext Connect(LentSocket socket) => _hosts[_service].Sockets.Create(socket);

    public void Begun(KestrelLease lease)
    {
        _leases[lease] = true;
        SetSampler();
    }

    public void Ended(KestrelLease lease) => _leases.TryRemove(lease, out _);

    public void Moved(long received, long sent)
    {
        if (received > 0) GatewayTelemetry.Received(received, _tag);
        if (sent > 0) GatewayTelemetry.Sent(sent, _tag);
    }

    private void SetSampler()
    {
        if (Volatile.Read(ref _samplerIsSet) == 0 && Interlocked.Exchange(ref _samplerIsSet, 1) == 0) _sampler.Change(SampleInterval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Carries what moved to the counters.</summary>
    public void Sample()
    {
        foreach (var (lease, _) in _leases) lease.Sample();
        Interlocked.Exchange(ref _samplerIsSet, 0);
        if (!_leases.IsEmpty) SetSampler();
    }
}
