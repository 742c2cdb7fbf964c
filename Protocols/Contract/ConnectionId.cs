using System.Diagnostics.CodeAnalysis;

namespace SocketGateway.Protocols.Contract;

/// <summary>
/// Names one connection: 64 bits, the upper half drawn at random by each start of a gateway, the lower half counted, so that a restarted gateway
/// never uses an id again. Shown as 13 characters of Crockford's base 32; any unambiguous ending of that form is accepted where a person types it.
/// </summary>
/// <param name="Value">The 64 bits.</param>
public readonly record struct ConnectionId(ulong Value)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 13;

    /// <summary>Joins a gateway's random incarnation and the count of its connections.</summary>
    public static ConnectionId Create(uint incarnation, uint counter) => new(((ulong)incarnation << 32) | counter);

    /// <summary>The 13 characters, lower case.</summary>
    public override string ToString() => string.Create(Length, Value, static (chars, value) =>
    {
        for (var i = Length - 1; i >= 0; i--, value >>= 5) chars[i] = Alphabet[(int)(value & 31)];
    });

    /// <summary>Reads the full form, in either case; as Crockford has it, i and l are read as 1, o as 0.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ConnectionId id)
    {
        id = default;
        if (text is not { Length: Length }) return false;
        var value = 0UL;
        for (var i = 0; i < Length; i++)
        {
            var digit = Alphabet.IndexOf(Normalize(text[i]), StringComparison.Ordinal);
            if (digit < 0 || (i == 0 && digit > 15)) return false;
            value = (value << 5) | (uint)digit;
        }

        id = new ConnectionId(value);
        return true;
    }

    /// <summary>Whether <paramref name="shortForm"/> is an ending of this id's text, as a person would shorten it.</summary>
    public bool Matches(string shortForm)
    {
        ArgumentNullException.ThrowIfNull(shortForm);
        if (shortForm.Length is 0 or > Length) return false;
        var text = ToString();
        for (int i = shortForm.Length - 1, j = Length - 1; i >= 0; i--, j--)
        {
            if (Normalize(shortForm[i]) != text[j]) return false;
        }

        return true;
    }

    private static char Normalize(char c) => char.ToLowerInvariant(c) switch { 'i' or 'l' => '1', 'o' => '0', var other => other };
}
