using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>The bytes that a step's text stands for: UTF-8, with <c>\r \n \t \0 \\ \xHH</c>, and <c>{x*100}</c> for a hundred x.</summary>
internal static partial class StepText
{
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        var expanded = RepeatPattern().Replace(text, m => Repeat(m.Groups[1].Value, int.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));
        for (var at = 0; at < expanded.Length; at++)
        {
            if (expanded[at] != '\\')
            {
                var rune = Rune.GetRuneAt(expanded, at);
                at += rune.Utf16SequenceLength - 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                continue;
            }

            var escape = expanded[++at];
            if (escape == 'x')
            {
                bytes.Add(byte.Parse(expanded.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 2;
                continue;
            }

            bytes.Add(escape switch { 'r' => 13, 'n' => 10, 't' => 9, '0' => 0, '\\' => 92, _ => throw new FormatException($"\\{escape} in {text}") });
        }

        return [.. bytes];
    }

    public static byte[] Line(string text) => [.. Bytes(text), (byte)'\r', (byte)'\n'];

    private static string Repeat(string what, int times) => new StringBuilder().Insert(0, what, times).ToString();

    [GeneratedRegex(@"\{([^{}]*)\*(\d+)\}")]
    private static partial Regex RepeatPattern();
}
