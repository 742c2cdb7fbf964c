namespace SocketGateway.Protocols.Admission;

/// <summary>
/// So many tokens a second, at an even pace; what was not taken is kept up to one second's worth, which is also there at the beginning. Whole numbers: no rounding ever
/// adds a token or loses one.
/// </summary>
/// <param name="perSecond">At least 1.</param>
/// <param name="now">Milliseconds of a clock that never goes back.</param>
internal sealed class TokenBucket(int perSecond, long now)
{
    /// <summary>A bucket that was left alone for so many milliseconds is full, whatever it had.</summary>
    public const int FillTime = 1_000;

    // In thousandths of a token, of which each millisecond adds the rate.
    private const long Token = 1_000;

    private long _content = perSecond * Token;
    private long _filled = now;

    public bool HasToken(long now)
    {
        var passed = Math.Min(now - _filled, FillTime);
        _content = Math.Min(_content + (passed * perSecond), perSecond * Token);
        _filled = now;
        return _content >= Token;
    }

    /// <summary>To be called after <see cref="HasToken"/> only.</summary>
    public void Take() => _content -= Token;

    /// <summary>One that was taken was not needed.</summary>
    public void GiveBack() => _content += Token;
}
