using System.Runtime.InteropServices;

namespace SocketGateway.Gateway.Hosting;

/// <summary>SIGTERM, SIGINT and SIGQUIT ask to stop, a second one ends the process at once; SIGHUP reloads and never ends it.</summary>
internal sealed class SignalHandler : IDisposable
{
    private const int SignalledExit = 1;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SignalHandler(Action reload)
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        if (!OperatingSystem.IsWindows()) _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload));

        void Reload(PosixSignalContext context)
        {
            context.Cancel = true;
            reload();
        }
    }

    /// <summary>Completes with the name of the first signal to stop.</summary>
    public Task<string> StopRequested => _stop.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_stop.TrySetResult(context.Signal.ToString())) Environment.Exit(SignalledExit);
    }
}
