using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Reads one value, more strictly than .NET does: <c>IdleTimeout=30</c> would be 30 days, address <c>1</c> would be
/// 0.0.0.1.</summary>
internal static class ScalarParser
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static bool Handles(Type type) =>
        type == typeof(IPAddress) || type == typeof(IPNetwork) || type == typeof(RawText) || type.IsEnum || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>The value, or null and what it must be.</summary>
    public static object? Parse(Type type, string text, out string? fault)
    {
        fault = null;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out var number)) return number;
        if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out var large)) return large;
        if (type == typeof(bool) && bool.TryParse(text, out var flag)) return flag;
        if (type == typeof(TimeSpan)) return Duration(text, out fault);
        if (type == typeof(IPAddress)) return Address(text, out fault);
        if (type == typeof(IPNetwork)) return Network(text, out fault);
        if (type == typeof(Uri)) return Url(text, out fault);
        if (type == typeof(RawText)) return new RawText(text);
        if (type.IsEnum) return Word(type, text, out fault);
        if (type == typeof(int) || type == typeof(long)) fault = $"'{text}' is not a whole number in range";
        else if (type == typeof(bool)) fault = $"'{text}' is neither true nor false";
        else return Other(type, text, out fault);
        return null;
    }

    private static TimeSpan? Duration(string text, out string? fault)
    {
        var read = TimeSpan.TryParseExact(text, "c", Invariant, out var duration) && text.Contains(':', StringComparison.Ordinal);
        fault = read ? null : $"'{text}' is not a time span; write hh:mm:ss or d.hh:mm:ss, such as 00:00:30";
        return read ? duration : null;
    }

    private static IPAddress? Address(string text, out string? fault)
    {
        // A short or octal form of IPv4 is taken by the parser and means something else than it says.
        var read = IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text);
        fault = read ? null : $"'{text}' is not an IP address; 127.0.0.1 is this machine only, 0.0.0.0 or :: every address";
        return read ? address : null;
    }

    /// <summary>A network, or a single address, which is the smallest one.</summary>
    private static IPNetwork? Network(string text, out string? fault)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = text.AsSpan().ContainsAny('[', '%') ? null : Address(slash < 0 ? text : text[..slash], out _);
        var bits = address?.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (address is null || (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, Invariant, out prefix)) || prefix > bits)
        {
            fault = $"'{text}' is neither a network nor an address; write 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32";
            return null;
        }

        var network = new IPNetwork(FirstOf(address, prefix), prefix);
        fault = network.BaseAddress.Equals(address) ? null : $"'{text}' has bits set behind its prefix; the network is {network}";
        return fault is null ? network : null;
    }

    private static IPAddress FirstOf(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - (8 * i), 0, 8));
        return new IPAddress(bytes);
    }

    private static Uri? Url(string text, out string? fault)
    {
        var read = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        fault = read ? null : $"'{text}' is not a URL such as http://127.0.0.1:9902";
        return read ? url : null;
    }

    private static object? Word(Type type, string text, out string? fault)
    {
        var names = Enum.GetNames(type);
        var name = names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        fault = name is null ? $"'{text}' is not one of {string.Join(", ", names)}{Spelling.Hint(text, names)}" : null;
        return name is null ? null : Enum.Parse(type, name);
    }

    private static object? Other(Type type, string text, out string? fault)
    {
        try
        {
            fault = null;
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception e)
        {
            fault = e is FormatException && type.Assembly == typeof(ScalarParser).Assembly
                ? $"'{text}' {e.Message}" : $"'{text}' cannot be read as {type.Name}";
            return null;
        }
    }
}
