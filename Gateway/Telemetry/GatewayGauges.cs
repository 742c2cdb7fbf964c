using System.Diagnostics.Metrics;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Certificates;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>What is not counted but looked at when somebody asks. A meter of this gateway's own, so that it goes with it.</summary>
internal sealed class GatewayGauges : IDisposable
{
    private readonly Meter _meter = new(GatewayTelemetry.Name, GatewayTelemetry.Version);

    public GatewayGauges(GatewayContext gateway, CertificateStore certificates, ForwardServices forwards)
    {
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.Buffered, () => gateway.Load.Buffered, "By", "Input, output and state that connections keep.");
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.ListenerState, () => Listeners(gateway.Listeners), "{listener}", "1 while the listener's port is open, 0 while it is suspended.");
        _meter.CreateObservableGauge(
            GatewayTelemetry.CertificateExpires, () => Certificates(certificates), "s", "When the certificate that is shown expires, in seconds since 1970.");
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.DestinationConnections, () => Destinations(forwards, d => d.Active), "{connection}", "Connections at a destination, those being opened included.");
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.DestinationState, () => States(forwards), "{destination}", "1 for the state that a destination is in, 0 for all others.");
        _meter.CreateObservableCounter(
            GatewayTelemetry.DestinationEjections, () => Destinations(forwards, d => d.Ejections), "{ejection}", "Times that a destination was left out because connections to it failed.");
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.DestinationWaiting, () => Waiting(forwards), "{connection}", "Clients that wait for a destination.");
        _meter.CreateObservableUpDownCounter(GatewayTelemetry.BuildInfo, BuildInfo, "{process}", "Always 1; its attributes say what runs.");
        if (Descriptors.CanCount)
        {
            _meter.CreateObservableUpDownCounter(
                GatewayTelemetry.UsedDescriptors, Descriptors.Count, "{descriptor}", "Open file descriptors of the process.");
        }
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Listeners(ListenerStates listeners) => listeners.All.Select(l => new Measurement<long>(
        l.Listening ? 1 : 0,
        new KeyValuePair<string, object?>(Tags.Listener, l.Name),
        new KeyValuePair<string, object?>(Tags.ServerPort, l.Local.Port)));

    private static IEnumerable<Measurement<long>> Certificates(CertificateStore certificates) => certificates.Current.Select(served => new Measurement<long>(
        new DateTimeOffset(served.Certificate.Certificate.NotAfter).ToUnixTimeSeconds(),
        new KeyValuePair<string, object?>(Tags.Listener, served.Listener),
        new KeyValuePair<string, object?>(Tags.ServerAddress, served.Host)));

    private static IEnumerable<Measurement<long>> Destinations(ForwardServices forwards, Func<DestinationReport, long> value) =>
        from forward in forwards.All
        from destination in forward.Pool.Report(MonotonicClock.Now).Destinations
        select new Measurement<long>(value(destination), Tag(Tags.Service, forward.Name), Tag(Tags.Destination, destination.Name));

    private static IEnumerable<Measurement<long>> States(ForwardServices forwards) =>
        from forward in forwards.All
        from destination in forward.Pool.Report(MonotonicClock.Now).Destinations
        from state in Enum.GetValues<DestinationState>()
        select new Measurement<long>(
            destination.State == state ? 1 : 0, Tag(Tags.Service, forward.Name), Tag(Tags.Destination, destination.Name), Tag(Tags.State, DestinationStates.WordOf(state)));

    private static IEnumerable<Measurement<long>> Waiting(ForwardServices forwards) =>
        forwards.All.Select(forward => new Measurement<long>(forward.Pool.Report(MonotonicClock.Now).Waiting, Tag(Tags.Service, forward.Name)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static Measurement<long> BuildInfo() => new(
        1,
        new KeyValuePair<string, object?>(Tags.Version, GatewayTelemetry.Version),
        new KeyValuePair<string, object?>(Tags.Runtime, Environment.Version.ToString()));
}
