using Microsoft.Extensions.Logging;
using SocketGateway.Actors.State;

namespace SocketGateway.Actors.Listeners;

/// <summary>Refusals in the log: at most one line per reason in 10 s, with a count, since strangers decide how many there are.</summary>
internal sealed class RefusalLog(ILogger logger, string listener)
{
    private const long Quiet = 10_000;

    private readonly Dictionary<string, (long Last, long Count)> _reasons = [];

    public void Add(string reason, string peer)
    {
        var now = MonotonicClock.Now;
        var (last, count) = _reasons.GetValueOrDefault(reason, (now - Quiet, 0));
        count++;
        if (now - last < Quiet)
        {
            _reasons[reason] = (last, count);
            return;
        }

        ListenerLog.Refused(logger, listener, count, reason, peer);
        _reasons[reason] = (now, 0);
    }
}
