using System.Net.Sockets;
using System.Runtime.InteropServices;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>The way of one connection to a destination, for those that can await it: tries the next one, and waits while there is none.</summary>
internal sealed class DestinationRoute(ForwardService service, ulong hash)
{
    private readonly List<Destination> _tried = [];
    private Destination? _destination;
    private int _attempts;

    /// <summary>Why there is none.</summary>
    public string Failure => _attempts > 0 ? CloseReasons.ConnectFailed : CloseReasons.NoDestination;

    /// <summary>A connected socket; null when there was none for as long as a client waits.</summary>
    public async Task<Socket?> ConnectAsync(CancellationToken closed)
    {
        var (settings, patience) = (service.Settings, new ConnectPatience(service.Settings.HoldTimeout));
        while (!closed.IsCancellationRequested)
        {
            var result = Take(waiter: null);
            if (result.IsTaken)
            {
                if (await TryConnectAsync(result, closed) is { } socket) return socket;
                if (_tried.Count <= settings.Retries) continue;
            }

            if (!patience.MayWait) return null;
            if (result.IsTaken || result.Status == TakeStatus.AllTried)
            {
                _tried.Clear();
                await patience.PauseAsync(closed);
            }
            else if (await WaitAsync(result, patience.Left, closed) is not { } later)
            {
                return null;
            }
            else if (later.IsTaken && await TryConnectAsync(later, closed) is { } connected)
            {
                return connected;
            }
        }

        return null;
    }

    /// <summary>The connection is over.</summary>
    public void Released(ReleaseKind kind, bool heard)
    {
        if (_destination is not null) service.Pool.Released(_destination, kind, heard, MonotonicClock.Now);
        _destination = null;
    }

    private TakeResult Take(IDestinationWaiter? waiter) =>
        service.Pool.Take(new ForwardRequest(hash, CollectionsMarshal.AsSpan(_tried), waiter), MonotonicClock.Now);

    /// <summary>Null when nothing became free in time.</summary>
    private async Task<TakeResult?> WaitAsync(TakeResult result, TimeSpan left, CancellationToken closed)
    {
        var waiter = new Waiter();
        if (!service.Pool.TryWait(waiter, result)) return null;
        try
        {
            await waiter.Called.WaitAsync(left, closed);
            return Take(waiter);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            service.Pool.StopWaiting(waiter);
            return null;
        }
    }

    private async Task<Socket?> TryConnectAsync(TakeResult taken, CancellationToken closed)
    {
        Socket? socket = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closed);
        patience.CancelAfter(service.Options.ConnectTimeout);
        var began = MonotonicClock.Now;
        _attempts++;
        try
        {
            socket = new Socket(taken.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
            await socket.ConnectAsync(taken.Address, patience.Token);
            service.Pool.Connected(taken.Destination!);
            service.Meter.Connected(taken.Destination!.Name, TimeSpan.FromMilliseconds(MonotonicClock.Now - began));
            _destination = taken.Destination;
            return socket;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            var failure = closed.IsCancellationRequested ? ConnectFailure.Other : FailureOf(error);
            service.Pool.ConnectFailed(taken.Destination!, failure, MonotonicClock.Now);
            service.Meter.ConnectFailed(taken.Destination!.Name, failure);
            _tried.Add(taken.Destination!);
            return null;
        }
    }

    private static ConnectFailure FailureOf(Exception error) => error is not SocketException socket ? ConnectFailure.TimedOut : socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => ConnectFailure.Refused,
        SocketError.TimedOut => ConnectFailure.TimedOut,
        SocketError.ConnectionReset => ConnectFailure.Reset,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => ConnectFailure.Unreachable,
        _ => ConnectFailure.Other,
    };

    private sealed class Waiter : IDestinationWaiter
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public void Ready() => _called.TrySetResult();
    }
}
