using System.Net;
using Microsoft.Extensions.Logging;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Actors.Relay;

/// <summary>Lends the connections of one service to the relay.</summary>
internal sealed class ForwardLender(string service, Relay relay, DestinationPool pool, ForwardSettings settings, ForwardMeter meter, ForwardedConnections connections, GatewayLoad load, RepeatLimiter repeats, ILogger log) : ILender
{
    public Relay Relay => relay;

    public DestinationPool Pool => pool;

    public ForwardSettings Settings => settings;

    public GatewayLoad Load => load;

    public ForwardMeter Meter => meter;

    public bool IsEventLoop => true;

    public bool KeepsBandwidth => true;

    public ForwardedConnections Connections => connections;

    public ILease Lend(ConnectionInfo connection, ConnectionBandwidth? bandwidth) => new ForwardLease(this, connection, bandwidth);

    /// <summary>A destination could not be connected to; what clients can bring about at will is limited.</summary>
    public void ConnectFailed(ConnectionInfo connection, string destination, IPEndPoint endPoint, ConnectFailure failure)
    {
        meter.ConnectFailed(destination, failure);
        repeats.Say(ForwardLog.ConnectFailedId, service, destination, count => ForwardLog.ConnectFailed(log, connection.Id.ToString(), service, destination, endPoint.ToString(), ForwardMeter.WordOf(failure), count));
    }

    /// <summary>A client had to be turned away.</summary>
    public void GaveUp(ConnectionInfo connection, string reason) =>
        repeats.Say(ForwardLog.GaveUpId, service, reason, count => ForwardLog.GaveUp(log, connection.Id.ToString(), service, reason, count));
}
