using System.Diagnostics.Metrics;
using SocketGateway.Actors.State;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Certificates;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>What is not counted but looked at when somebody asks. A meter of this gateway's own, so that it goes with it.</summary>
internal sealed class GatewayGauges : IDisposable
{
    private readonly Meter _meter = new(GatewayTelemetry.Name, GatewayTelemetry.Version);

    public GatewayGauges(GatewayContext gateway, CertificateStore certificates)
    {
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.Buffered, () => gateway.Load.Buffered, "By", "Input, output and state that connections keep.");
        _meter.CreateObservableUpDownCounter(
            GatewayTelemetry.ListenerState, () => Listeners(gateway.Listeners), "{listener}", "1 while the listener's port is open, 0 while it is suspended.");
        _meter.CreateObservableGauge(
            GatewayTelemetry.CertificateExpires, () => Certificates(certificates), "s", "When the certificate that is shown expires, in seconds since 1970.");
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

    private static Measurement<long> BuildInfo() => new(
        1,
        new KeyValuePair<string, object?>(Tags.Version, GatewayTelemetry.Version),
        new KeyValuePair<string, object?>(Tags.Runtime, Environment.Version.ToString()));
}
