using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Forwarding;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>The way of one connection to a destination, for those that can await it: tries the next one, and waits while there is none.</summary>
internal sealed class DestinationRoute(ForwardService service, ConnectionInfo client)
{
    private readonly ulong _hash = service.Settings.HashOf(client);
    private readonly List<Destination> _tried = [];
    private Destination? _destination;
    private ConnectFailure? _failure;

    /// <summary>Why there is none.</summary>
    private string Failure => _failure switch
    {
        null => CloseReasons.NoDestination,
        ConnectFailure.TlsFailed => CloseReasons.DestinationTlsFailed,
        _ => CloseReasons.ConnectFailed,
    };

    /// <summary>A connection; or a word of why there was none for as long as a client waits.</summary>
    public async Task<(DestinationConnection? Connection, string Failure)> ConnectAsync(CancellationToken closed)
    {
        var (settings, patience) = (service.Settings, new ConnectPatience(service.Settings.HoldTimeout));
        while (!closed.IsCancellationRequested)
        {
            var result = Take(waiter: null);
            if (result.IsTaken)
            {
                if (await TryConnectAsync(result, closed) is { } connection) return (connection, CloseReasons.None);
                if (_tried.Count <= settings.Retries) continue;
            }

            if (!patience.MayWait(MonotonicClock.Now)) break;
            if (result.IsTaken || result.Status == TakeStatus.AllTried)
            {
                _tried.Clear();
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, patience.NextPause(MonotonicClock.Now))), closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            else if (await WaitAsync(result, TimeSpan.FromMilliseconds(Math.Max(0, patience.Until - MonotonicClock.Now)), closed) is not { } later)
            {
                break;
            }
            else if (later.IsTaken && await TryConnectAsync(later, closed) is { } connected)
            {
                return (connected, CloseReasons.None);
            }
        }

        if (!closed.IsCancellationRequested) service.GaveUp(client, Failure);
        return (null, Failure);
    }

    /// <summary>The connection is over.</summary>
    public void Released(ReleaseKind kind, bool heard)
    {
        if (_destination is not null) service.Pool.Released(_destination, kind, heard, MonotonicClock.Now);
        _destination = null;
    }

    private TakeResult Take(IDestinationWaiter? waiter) =>
        service.Pool.Take(new ForwardRequest(_hash, CollectionsMarshal.AsSpan(_tried), waiter), MonotonicClock.Now);

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

    private async Task<DestinationConnection?> TryConnectAsync(TakeResult taken, CancellationToken closed)
    {
        Socket? socket = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closed);
        patience.CancelAfter(service.Options.ConnectTimeout);
        var (destination, began) = (taken.Destination!, MonotonicClock.Now);
        try
        {
            socket = new Socket(taken.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
            await socket.ConnectAsync(taken.Address, patience.Token);
            var connection = new DestinationConnection(destination.Name, socket, await IntroduceAsync(socket, destination.Name, patience.Token));
            service.Pool.Connected(destination);
            service.Meter.Connected(destination.Name, TimeSpan.FromMilliseconds(MonotonicClock.Now - began));
            _destination = destination;
            return connection;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or AuthenticationException or IOException)
        {
            socket?.Dispose();
            if (closed.IsCancellationRequested)
            {
                // The client has left: nobody's failure.
                service.Pool.Released(destination, ReleaseKind.Orderly, heard: false, MonotonicClock.Now);
                return null;
            }

            _failure = FailureOf(error);
            service.Pool.ConnectFailed(destination, _failure.Value, MonotonicClock.Now);
            service.ConnectFailed(client, destination.Name, taken.Address!, _failure.Value, error);
            _tried.Add(destination);
            return null;
        }
    }

    /// <summary>Says who the client is; that comes before TLS, as with any proxy.</summary>
    private async Task<Stream> IntroduceAsync(Socket socket, string destination, CancellationToken stop)
    {
        var preface = ProxyPreface.Of(client, service.Settings.ProxyProtocol);
        while (preface.Length > 0) preface = preface[await socket.SendAsync(preface, stop)..];
        return service.Tls is { } tls ? await tls.SecureAsync(socket, service.HostOf(destination), stop) : new NetworkStream(socket, ownsSocket: false);
    }

    private static ConnectFailure FailureOf(Exception error) => error switch
    {
        OperationCanceledException => ConnectFailure.TimedOut,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => ConnectFailure.Refused,
        SocketException { SocketErrorCode: SocketError.TimedOut } => ConnectFailure.TimedOut,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => ConnectFailure.Reset,
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown } => ConnectFailure.Unreachable,
        SocketException => ConnectFailure.Other,
        _ => ConnectFailure.TlsFailed,
    };

    private sealed class Waiter : IDestinationWaiter
    {
        private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Called => _called.Task;

        public void Ready() => _called.TrySetResult();
    }
}
