using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>Which step comes next: the greeting, then events, then a wake, then the channels by turns, each only while it has credit (rule 8).</summary>
internal sealed partial class SessionRunner
{
    private bool TryRunNext()
    {
        if (!_begun)
        {
            if (_open!.Start == StartKind.Resumed)
            {
                _begun = true;
                Run(StepKind.Resumed, Client, 0, null);
                return true;
            }

            if (!Client.HasCredit) return false;
            _begun = true;
            Run(StepKind.Greeting, Client, 0, null);
            return true;
        }

        if (Client.HasCredit)
        {
            if (_draining is not null)
            {
                Run(StepKind.Draining, Client, 0, null);
                return true;
            }

            while (_events is not null && _events.TryDequeue(out var next))
            {
                // Set again or cleared after it fired: the connection has forgotten it as well.
                if (next.Occurrence is SessionEvent.TimerDue due && !(_timers?.TryGetValue(due.Name, out var set) == true && set == due.Generation)) continue;
                Run(StepKind.Event, Client, next.Id, next.Occurrence);
                return true;
            }
        }

        // A full fence between taking the request and looking at what it is about: a plain store could pass the step's reads and lose a wake-up.
        if (Volatile.Read(ref _wakeRequested) == 1)
        {
            Interlocked.Exchange(ref _wakeRequested, 0);
            Run(StepKind.Wake, Client, 0, null);
            return true;
        }

        for (var i = 0; i < _channels.Length; i++)
        {
            var channel = _channels[(_nextChannel + i) % _channels.Length];
            if (channel is null || !TryRunOn(channel)) continue;
            _nextChannel = (channel.Id + 1) % _channels.Length;
            return true;
        }

        return false;
    }

    private bool TryRunOn(SessionChannel channel)
    {
        if (channel.Status == ChannelStatus.Open && !channel.HasCredit) return false;
        var reads = !channel.HoldInput;
        if (reads && channel.Input.Length > channel.Examined)
        {
            Run(StepKind.Input, channel, 0, null);
        }
        else if (reads && channel is { InputEnded: true, EndConsumed: false } && (channel.Id != 0 || channel.Input.Length == 0 || !WaitsForSomething))
        {
            Run(StepKind.InputEnded, channel, 0, null);
        }
        else if (channel.WantsWritable && channel.CanWrite)
        {
            Run(StepKind.Writable, channel, 0, null);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Whether something other than input can make this session go on with the input that it leaves.</summary>
    private bool WaitsForSomething
    {
        get
        {
            if (session.UnboundedSteps || _timers is { Count: > 0 }) return true;
            foreach (var channel in _channels)
            {
                if (channel is { Id: > 0 } or { WantsWritable: true }) return true;
            }

            return false;
        }
    }
}
