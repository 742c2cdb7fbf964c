using System.ComponentModel;
using System.Globalization;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The ports for passive FTP data connections, both ends included.</summary>
[TypeConverter(typeof(PassivePortRangeConverter))]
internal readonly record struct PassivePortRange(int From, int To)
{
    /// <summary>Any free port.</summary>
    public static readonly PassivePortRange Any;

    /// <summary>Whether the system chooses.</summary>
    public bool IsAny => From == 0;

    /// <summary>Reads <c>0</c> or <c>from-to</c>, or throws <see cref="FormatException"/>.</summary>
    public static PassivePortRange Parse(string text)
    {
        if (text == "0") return Any;
        var ends = text.Split('-');
        if (ends.Length == 2 && Port(ends[0]) is { } from && Port(ends[1]) is { } to && from <= to) return new PassivePortRange(from, to);
        throw new FormatException("must be 0 for any free port, or from-to, such as 50000-50100");
    }

    /// <inheritdoc/>
    public override string ToString() => IsAny ? "0" : string.Create(CultureInfo.InvariantCulture, $"{From}-{To}");

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;
}
