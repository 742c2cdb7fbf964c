using System.Globalization;
using System.Text;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Telemetry;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Telnet;

/// <summary>
/// What the live views of one login show, a frame at a time. A frame is asked for by a timer of the session, and so only while the client has room for it: one that does not
/// read gets none. Only rates are kept here; another incarnation shows them from its second frame on.
/// </summary>
internal sealed class LiveViews(IConnections connections, IConnectionEvents events, TimeProvider clock)
{
    /// <summary>Ends the drawing in place: the cursor is seen again.</summary>
    public const string ShowCursor = "\e[?25h";

    private const string HideCursor = "\e[?25l";
    private const string Clear = "\e[H\e[2J";
    private const string Home = "\e[H";
    private const string ToEndOfLine = "\e[K";
    private const string ToEndOfScreen = "\e[J";

    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TraceInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Asking every one of a hundred thousand connections takes long: the share of time that watching may take.</summary>
    private const int WatchShare = 10;

    private Dictionary<ConnectionId, (long In, long Out)> _before = [];
    private long _sampled;

    /// <summary>What to show now.</summary>
    public ValueTask<ConsoleFrame> NextAsync(ConsoleView view, ConsoleWindow window, CancellationToken stop) =>
        view.Kind == ConsoleView.Kinds.Watch ? WatchAsync(view, window, stop) : ValueTask.FromResult(Trace(view, window));

    private async ValueTask<ConsoleFrame> WatchAsync(ConsoleView view, ConsoleWindow window, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var all = await connections.ListAsync(stop);
        var seconds = _sampled == 0 ? 0 : clock.GetElapsedTime(_sampled, began).TotalSeconds;
        var wanted = all.Where(c => ConnectionCommands.Fits(c, view.Target))
            .Select(c => (Connection: c, Rate: RateOf(c, seconds)))
            .OrderByDescending(c => c.Rate.In + c.Rate.Out).ThenBy(c => c.Connection.Info.Id.Value)
            .ToList();
        (_before, _sampled) = (all.ToDictionary(c => c.Info.Id, c => (c.BytesIn, c.BytesOut)), began);

        var held = wanted.Count(c => c.Connection.HeldUpBy != HeldUpBy.Nobody);
        var title = $"{wanted.Count} of {all.Count} connections, {held} held up, {Rate(wanted.Sum(c => c.Rate.In))} in, {Rate(wanted.Sum(c => c.Rate.Out))} out; any key ends";
        var rows = wanted.Take(window.Rows - 3).Select(c => (string[])
        [
            c.Connection.Info.Id.ToString(),
            c.Connection.Service,
            c.Connection.State,
            Rate(c.Rate.In),
            Rate(c.Rate.Out),
            ConsoleText.Word(c.Connection.HeldUpBy),
            c.Connection.Info.Sockets.ToString(),
        ]);
        var table = new TextTable(["ID", "SERVICE", "STATE", "IN", "OUT", "HELD BY", "SOCKETS"], [.. rows]);
        var text = new StringBuilder(view.Begun ? Home : HideCursor + Clear);
        text.Append(TextTable.Cut(title, window.Columns)).Append(ToEndOfLine).Append('\n');
        foreach (var line in table.Rows(window.Columns)) text.Append(line).Append(ToEndOfLine).Append('\n');
        var took = clock.GetElapsedTime(began) * WatchShare;
        return new ConsoleFrame(text.Append(ToEndOfScreen).ToString(), view with { Begun = true }, took > WatchInterval ? took : WatchInterval);
    }

    private ConsoleFrame Trace(ConsoleView view, ConsoleWindow window)
    {
        if (!ConnectionId.TryParse(view.Target, out var id) || events.Read(id, view.Seen) is not { } news)
            return new ConsoleFrame("It is not traced any more: it has ended.\n", null, default);
        var text = new StringBuilder();

        // As many as fit the window: nobody reads more in a quarter of a second.
        var shown = news.Events.TakeLast(window.Rows - 2).ToList();
        var missed = news.Missed + news.Events.Count - shown.Count;
        if (missed > 0) text.Append(CultureInfo.InvariantCulture, $"... {missed} events more\n");
        foreach (var happened in shown) text.Append(TextTable.Cut(LineOf(happened), window.Columns)).Append('\n');
        if (news.Ended) return new ConsoleFrame(text.ToString(), null, default);
        return new ConsoleFrame(text.ToString(), shown.Count == 0 ? view : view with { Seen = shown[^1].Number }, TraceInterval);
    }

    private static string LineOf(ConnectionEvent happened) =>
        SafeText.Of(string.Create(CultureInfo.InvariantCulture, $"{happened.Age / 1000.0,10:F3} s  {happened.Name,-12} {happened.Detail}").TrimEnd());

    private static string Rate(double bytes) => ConsoleText.Bytes(bytes) + "/s";

    private (double In, double Out) RateOf(ConnectionSnapshot connection, double seconds)
    {
        if (seconds <= 0 || !_before.TryGetValue(connection.Info.Id, out var before)) return (0, 0);
        return ((connection.BytesIn - before.In) / seconds, (connection.BytesOut - before.Out) / seconds);
    }
}
