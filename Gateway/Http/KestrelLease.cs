using System.Net.Sockets;
using System.Runtime.InteropServices;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SocketGateway.Actors.Messages;
using SocketGateway.Actors.Sockets;
using SocketGateway.Protocols.Contract;
using ConnectionInfo = SocketGateway.Protocols.Contract.ConnectionInfo;

namespace SocketGateway.Gateway.Http;

#pragma warning disable CA1001 // a cancellation source without timers and wait handles holds nothing that needs to be released

/// <summary>
/// One connection on Kestrel's socket transport. The transport closes the descriptor: behind the last byte when Kestrel is done, at once when the connection is aborted, by whomever. That is
/// the one moment in which the end is told, and no application can hold it.
/// </summary>
internal sealed class KestrelLease(KestrelLender lender, ConnectionInfo connection) : ILease
{
    /// <summary>What Kestrel and the application may take to end after they were asked; less than the owner waits.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(8);

    /// <summary>How long a client may take nothing of the last bytes.</summary>
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(5);

    private readonly ServedConnection _served = lender.Serve();
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _counting = new();
    private IActorRef _owner = ActorRefs.Nobody;
    private LentSocket? _socket;
    private ConnectionContext? _transport;
    private ITimer? _deadline;
    private TcpCounts _counted;

    /// <summary>Why it ends with an error; the first reason is the one.</summary>
    private string? _reason;

    /// <summary>Nothing more is written: what is, goes out, and the end behind it.</summary>
    private volatile bool _finishing;

    /// <summary>The client sent more than anybody read, so that the kernel answers a close with a reset.</summary>
    private bool _leavesInput;

    public LeaseStatus Status
    {
        get
        {
            var counts = TcpCounts.Of(_socket, _finishing) ?? _counted;
            var heldUpBy = counts.Unread > 0 ? HeldUpBy.Service : counts.Unacknowledged > 0 ? HeldUpBy.Client : HeldUpBy.Nobody;
            return new LeaseStatus("serving", counts.Received, counts.Sent, heldUpBy, _served.IsIdle);
        }
    }

    public void Begin(SafeHandle socket, IActorRef owner)
    {
        _owner = owner;
        var descriptor = new SafeSocketHandle(socket.DangerousGetHandle(), ownsHandle: true);
        socket.SetHandleAsInvalid();
        try
        {
            _socket = new LentSocket(descriptor, this);
            _transport = lender.Connect(_socket);
        }
        catch (SocketException)
        {
            // The client is gone already.
            _reason = CloseReasons.ConnectionReset;
            if (_socket is not null)
            {
                _socket.Dispose();
                return;
            }

            descriptor.Dispose();
            Closed();
            return;
        }

        lender.Begun(this);
        _transport.ConnectionClosed.UnsafeRegister(static lease => ((KestrelLease)lease!).OnReadingEnded(), this);
        _ = RunAsync();
    }

    public void Finish(string reason)
    {
        _served.Close();
        EndWithin(EndPatience, reason);
    }

    public void Abort(string reason)
    {
        Look();
        Interlocked.CompareExchange(ref _reason, reason, null);

        // Closes the descriptor, with SO_LINGER at zero, which is right: the owner resets the connection.
        _transport?.Abort(new ConnectionAbortedException(reason));
    }

    public void Drain(TimeSpan remaining) => _served.Drain(remaining);

    /// <summary>Carries what moved since the last time to the counters.</summary>
    public void Sample()
    {
        if (TcpCounts.Of(_socket, _finishing) is { } counts) Count(counts);
    }

    /// <summary>The transport is about to close the descriptor.</summary>
    public void Closing()
    {
        if (TcpCounts.Of(_socket, _finishing) is not { } counts) return;
        Count(counts);

        // Behind this side's end, a connection that is over is one that both sides have ended; but then nothing is left unacknowledged.
        if (counts.IsOver && (!_finishing || counts.Unacknowledged > 0)) Interlocked.CompareExchange(ref _reason, CloseReasons.ConnectionReset, null);
        _leavesInput = counts.Unread > 0;
    }

    /// <summary>It has.</summary>
    public void Closed()
    {
        lender.Ended(this);
        _owner.Tell(new LeaseProtocol.Ended(_reason ?? CloseReasons.None, Orderly: _reason is null && !_leavesInput));
        _ = _closed.CancelAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await _served.RunAsync(_transport!.Transport, MakeContext);
            FinishWriting();
            await FlushAsync(_transport);
        }
        catch (Exception)
        {
            // Nobody was there to be served.
            Abort(CloseReasons.IoError);
        }

        if (_deadline is not null) await _deadline.DisposeAsync();
    }

    private GatewayConnectionContext MakeContext()
    {
        var context = new GatewayConnectionContext(connection, lender.Service, _transport!.Transport, Abort, FinishFor, _closed.Token);
        context.Features.Set(_transport.Features.Get<IMemoryPoolFeature>());
        return context;
    }

    /// <summary>Lets the transport send what was written, as long as the client takes some of it.</summary>
    private async Task FlushAsync(ConnectionContext transport)
    {
        var flushing = transport.DisposeAsync().AsTask();
        for (var taken = -1L; ;)
        {
            try
            {
                await flushing.WaitAsync(FlushPatience, lender.Clock);
                return;
            }
            catch (TimeoutException)
            {
                var counts = TcpCounts.Of(_socket, _finishing) ?? _counted;
                if (counts.Sent - counts.Unacknowledged == taken)
                {
                    Abort(CloseReasons.CloseTimeout);
                    return;
                }

                taken = counts.Sent - counts.Unacknowledged;
            }
        }
    }

    /// <summary>What was written goes out first, though whoever asks does not wait for it.</summary>
    private void FinishFor(string reason)
    {
        FinishWriting();
        _transport!.Transport.Output.Complete();
        EndWithin(EndPatience, reason);
    }

    private void FinishWriting()
    {
        Look();
        _finishing = true;
    }

    /// <summary>The client ended its side, which is no reason not to answer it; or it reset the connection.</summary>
    private void OnReadingEnded()
    {
        Look();
        if (_reason is not null) _ = _closed.CancelAsync();
    }

    /// <summary>A client that reset the connection is why it ends, whatever fails for it. The kernel knows first.</summary>
    private void Look()
    {
        if (!_finishing && TcpCounts.Of(_socket) is { IsOver: true }) Interlocked.CompareExchange(ref _reason, CloseReasons.ConnectionReset, null);
    }

    private void EndWithin(TimeSpan patience, string reason) => _deadline ??= lender.Clock.CreateTimer(_ => Abort(reason), null, patience, Timeout.InfiniteTimeSpan);

    private void Count(TcpCounts counts)
    {
        lock (_counting)
        {
            // Numbers that were read one after the other may be a moment apart, and their sum less than before.
            counts = counts with { Received = Math.Max(counts.Received, _counted.Received), Sent = Math.Max(counts.Sent, _counted.Sent) };
            lender.Moved(counts.Received - _counted.Received, counts.Sent - _counted.Sent);
            _counted = counts;
        }
    }
}
