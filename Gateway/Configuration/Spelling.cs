namespace SocketGateway.Gateway.Configuration;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Spelling
{
    /// <summary><c>"; did you mean X?"</c>, or nothing when no word is near.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (candidate, distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.distance).FirstOrDefault();
        var near = nearest.candidate is not null && nearest.distance <= Math.Max(1, word.Length / 3);
        return near ? $"; did you mean {nearest.candidate}?" : "";
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between the two words.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
