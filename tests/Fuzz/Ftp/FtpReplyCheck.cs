using System.Text;
using System.Text.RegularExpressions;
using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>What a client can read as replies (RFC 959 section 4.2).</summary>
internal static partial class FtpReplyCheck
{
    public static void Require(ReadOnlySpan<byte> written)
    {
        var text = Encoding.UTF8.GetString(written);
        FuzzRun.Require(text.Length == 0 || text.EndsWith("\r\n", StringComparison.Ordinal), "a reply without its end");
        string? open = null;
        foreach (var line in text.Split("\r\n").SkipLast(1))
        {
            FuzzRun.Require(!line.Any(char.IsControl), $"a control character in the reply {line}");
            var reply = FirstLine().Match(line);
            if (open is null) FuzzRun.Require(reply.Success, $"no reply: {line}");
            else FuzzRun.Require(line.StartsWith(' ') || line == open || line.StartsWith(open + " ", StringComparison.Ordinal), $"inside of {open}: {line}");
            if (open is null && reply.Groups[2].Value == "-") open = reply.Groups[1].Value;
            else if (open is not null && line.StartsWith(open, StringComparison.Ordinal)) open = null;
        }

        FuzzRun.Require(open is null, $"the reply {open} does not end");
    }

    [GeneratedRegex("^([1-5][0-9]{2})([ -])")]
    private static partial Regex FirstLine();
}
