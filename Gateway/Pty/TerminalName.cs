using System.Buffers;

namespace SocketGateway.Gateway.Pty;

/// <summary>What may stand in <c>TERM</c>: terminal databases make a file's name of it.</summary>
internal static class TerminalName
{
    /// <summary>A terminal of which nothing is known.</summary>
    public const string Unknown = "dumb";

    private const int MaxLength = 40;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_+.");

    /// <summary>The client's name for its terminal in small letters, as the databases write it; <see cref="Unknown"/> when it is none.</summary>
    public static string From(string? told)
    {
        var name = told?.ToLowerInvariant() ?? "";
        var usable = name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Allowed);
        return usable ? name : Unknown;
    }
}
