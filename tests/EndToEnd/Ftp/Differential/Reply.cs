using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A reply of a server (RFC 959 §4.2), or why there was none: <c>end</c>, <c>silence</c>.</summary>
internal sealed partial record Reply(string Code, IReadOnlyList<string> Lines)
{
    public static readonly Reply End = new("end", []);
    public static readonly Reply Silence = new("silence", []);

    public bool IsPreliminary => Code[0] == '1';

    public bool IsPositive => Code[0] == '2';

    /// <summary>The first digit, and what of the text has a form that the RFCs fix: paths, sizes, times, listings.</summary>
    public string Outcome(string command)
    {
        if (!char.IsAsciiDigit(Code[0])) return Code;
        var detail = (Code, command.Split(' ')) switch
        {
            ("257", _) => QuotedPattern().Match(Lines[0]).Value,
            ("213", ["SIZE" or "MDTM", ..]) => Lines[0][4..].Trim(),
            ("211" or "212" or "213", ["STAT", _, ..]) => Listing.Normalize(Lines.Skip(1).SkipLast(1)),
            _ => "",
        };
        return detail.Length == 0 ? Code[..1] : $"{Code[..1]} {detail}";
    }

    /// <summary>The name that STOU has chosen (RFC 1123 §4.1.2.9).</summary>
    public string? UniqueName => UniquePattern().Match(Lines.Count > 0 ? Lines[0] : "") is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"")]
    private static partial Regex QuotedPattern();

    [GeneratedRegex(@"FILE: (\S+)")]
    private static partial Regex UniquePattern();
}
