namespace SocketGateway.Protocols.Admission;

/// <summary>
/// So many bytes a second, at an even pace; what was not spent is kept up to one second's worth, which is also there at the beginning. How many bytes a read brings is known only behind it,
/// so they are spent afterwards, on credit if need be, and whoever spent them waits until the debt of that moment is paid. So everybody who waits gets a turn in the order in which they spent,
/// and one slice in each: none can be overtaken for ever. Whole numbers: no rounding ever adds a byte or loses one. Thread-safe.
/// </summary>
/// <param name="perSecond">From <see cref="LeastRate"/> to <see cref="MostRate"/>.</param>
/// <param name="now">Milliseconds of a clock that never goes back.</param>
internal sealed class ByteBucket(long perSecond, long now)
{
    /// <summary>Below this single packets would be moved.</summary>
    public const long LeastRate = 1_024;

    /// <summary>Above this nothing is limited that exists.</summary>
    public const long MostRate = 1_000_000_000_000;

    /// <summary>More at once would let others wait, whatever the rate.</summary>
    public const int MostAtOnce = 16 * 1024;

    /// <summary>Less would cost more than it is.</summary>
    private const int LeastAtOnce = 512;

    private const int SlicesPerSecond = 10;

    // In thousandths of a byte, of which each millisecond adds the rate.
    private const long Byte = 1_000;

    private readonly Lock _gate = new();
    private long _content = perSecond * Byte;
    private long _filled = now;

    /// <summary>What one turn may move, in bytes.</summary>
    public int Slice => SliceOf(perSecond);

    /// <summary>The same of a rate; 0: there is none.</summary>
    public static int SliceOf(long perSecond) => perSecond == 0 ? int.MaxValue : (int)Math.Clamp(perSecond / SlicesPerSecond, LeastAtOnce, MostAtOnce);

    /// <summary>Null for a rate of 0.</summary>
    public static ByteBucket? Of(long perSecond, long now) => perSecond == 0 ? null : new ByteBucket(perSecond, now);

    /// <summary>Bytes were moved; the instant from which their sender may move more. None: the instant at which all debt is paid.</summary>
    public long Spend(int bytes, long now)
    {
        lock (_gate)
        {
            Fill(now);
            _content -= bytes * Byte;
            return _content >= 0 ? now : _filled + ((perSecond - 1 - _content) / perSecond);
        }
    }

    /// <summary>Bytes that may be moved at once; negative: so many are owed.</summary>
    public long Content(long now)
    {
        lock (_gate)
        {
            Fill(now);
            return _content / Byte;
        }
    }

    /// <summary>Two threads may have read the clock in the other order.</summary>
    private void Fill(long now)
    {
        var passed = now - _filled;
        if (passed <= 0) return;
        var missing = (perSecond * Byte) - _content;
        _content = passed > missing / perSecond ? perSecond * Byte : _content + (passed * perSecond);
        _filled = now;
    }
}
