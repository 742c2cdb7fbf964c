using System.Globalization;
using System.Text;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>What an undisturbed tally answers: the other reckoning of it, to compare with.</summary>
internal sealed class TallyTranscript
{
    private ulong _checksum = 14_695_981_039_346_656_037;

    /// <summary>Lines so far.</summary>
    public long Count { get; private set; }

    /// <summary>The next line, and the answer to it; the two without what ends them differ from those of every other line.</summary>
    public (string Line, string Answer) Next(string words)
    {
        Count++;
        var line = string.Create(CultureInfo.InvariantCulture, $"{Count} {words}");
        foreach (var value in Encoding.UTF8.GetBytes(line).Append((byte)'\n')) _checksum = unchecked((_checksum ^ value) * 1_099_511_628_211);
        return ($"{line}\r\n", string.Create(CultureInfo.InvariantCulture, $"{Count} {Count} {_checksum:x16}\r\n"));
    }
}
