using SocketGateway.EndToEnd.Hosting;
using Xunit.Abstractions;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>The same conversations with vsftpd and with the gateway have the same outcome for their clients.</summary>
public sealed class DifferentialTests(Servers servers, ITestOutputHelper output) : IClassFixture<Servers>
{
    private const int LeastExchanges = 80;
    private const int LeastErrors = 25;

    /// <summary>What a server still does behind its last reply: the end of a broken upload, for one.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Names => [.. ExchangeScript.All.Select(exchange => exchange.Name)];

    [Fact]
    public void The_script_is_long_and_the_list_of_differences_names_nothing_that_is_not_in_it()
    {
        Assert.InRange(ExchangeScript.All.Count, LeastExchanges, int.MaxValue);
        Assert.InRange(ExchangeScript.All.Count(exchange => exchange.IsError), LeastErrors, int.MaxValue);
        Assert.Equal(ExchangeScript.All.Count, ExchangeScript.All.Select(exchange => exchange.Name).Distinct().Count());
        Assert.All(ExchangeScript.All, exchange => Assert.StartsWith("RFC ", exchange.Clause, StringComparison.Ordinal));
        Assert.All(AllowedDifference.All, difference =>
        {
            var exchange = Assert.Single(ExchangeScript.All, e => e.Name == difference.Exchange);
            Assert.Contains(difference.Step, exchange.Steps.Append("tree"));
            Assert.Contains("RFC ", difference.Reason, StringComparison.Ordinal);
        });
    }

    [VsftpdTheory]
    [MemberData(nameof(Names))]
    public async Task Vsftpd_and_the_gateway_have_the_same_outcome_but_for_listed_differences(string name)
    {
        var exchange = ExchangeScript.All.Single(e => e.Name == name);
        var faults = await ComparedAsync(exchange);

        // Now and then vsftpd misses a signal and answers nothing any more: what it would have said is not known.
        for (var again = 0; again < 2 && faults.Exists(fault => fault.EndsWith($"vsftpd {Reply.Silence.Code}", StringComparison.Ordinal)); again++) faults = await ComparedAsync(exchange);
        Assert.True(faults.Count == 0, $"{exchange.Clause}\n{string.Join('\n', faults)}");
    }

    private async Task<List<string>> ComparedAsync(Exchange exchange)
    {
        var (gateway, vsftpd) = await servers.SidesAsync(exchange.Role);
        var (theirs, theirTree) = await ExchangePlayer.PlayAsync(exchange, vsftpd);
        var (ours, ourTree) = await ExchangePlayer.PlayAsync(exchange, gateway);
        var differences = new List<(string Step, string Gateway, string Vsftpd)>();
        for (var i = 0; i < ours.Count; i++)
        {
            output.WriteLine($"{ours[i].Step}\n    vsftpd  {theirs[i].Shown}\n    gateway {ours[i].Shown}");
            if (ours[i].Outcome != theirs[i].Outcome) differences.Add((ours[i].Step, ours[i].Outcome, theirs[i].Outcome));
        }

        var (here, there) = await CompareTreesAsync(ourTree, theirTree, gateway.Tree, vsftpd.Tree);
        if (here != there) differences.Add(("tree", here, there));

        var allowed = AllowedDifference.All.Where(difference => difference.Exchange == exchange.Name).ToList();
        var unexpected = differences.Where(d => !allowed.Exists(a => a.Step == d.Step && a.Gateway == d.Gateway)).Select(d => $"{d.Step}: gateway {d.Gateway}, vsftpd {d.Vsftpd}");
        var gone = allowed.Where(a => !differences.Exists(d => d.Step == a.Step)).Select(a => $"{a.Step}: listed as a difference, but there is none");
        return [.. unexpected, .. gone];
    }

    /// <summary>The lines that one tree has and the other has not.</summary>
    private static async Task<(string Gateway, string Vsftpd)> CompareTreesAsync(
        IReadOnlyList<string> ours, IReadOnlyList<string> theirs, FtpTree ourTree, FtpTree theirTree)
    {
        if (ours.SequenceEqual(theirs)) return ("nothing", "nothing");
        try
        {
            // Names that a server has chosen are in the first look only.
            if (!ours.Any(line => line.StartsWith("{unique}", StringComparison.Ordinal)))
                await Eventually.Async(() => (ours = ourTree.Snapshot()).SequenceEqual(theirs = theirTree.Snapshot()), equal => equal, Settling, "equal trees");
        }
        catch (TimeoutException)
        {
        }

        return (Text(ours.Except(theirs)), Text(theirs.Except(ours)));
    }

    private static string Text(IEnumerable<string> lines) => string.Join("; ", lines.DefaultIfEmpty("nothing"));
}
