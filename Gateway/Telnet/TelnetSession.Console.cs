using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Commands and their answers; views that go on until a key is pressed.</summary>
internal partial class TelnetSession
{
    private const string MorePrompt = "-- more: any key, q ends --";
    private const string EraseRow = "\r\e[K";
    private const int MaxRest = 16 * 1024;
    private const int Escape = 0x1B;
    private const int CtrlC = 0x03;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    private ConsoleWindow Window => ConsoleWindow.Of(State.Telnet);

    private async ValueTask OnCommandAsync(string user, string line, CancellationToken stop)
    {
        var answer = await console.RunAsync(line, new ConsoleCaller(user, State.Role ?? "", Connection.Info, Connection.Service), stop);
        ShowPage(answer.Format(Window.Columns));
        if (answer.Ends) Close();
        else if (answer.View is { } view) BeginView(view);
        else if (State.View is null) Prompt();
    }

    /// <summary>As much as fits the window; the rest when a key is pressed. A client that reported no window is a program, and gets all.</summary>
    private void ShowPage(IReadOnlyList<string> lines)
    {
        var window = Window;
        var (count, rows) = (0, window.Rows - 1);
        while (count < lines.Count && (rows -= RowsOf(lines[count], window.Columns)) >= 0) count++;
        if (!window.IsKnown || count == lines.Count)
        {
            Show(Join(lines));
            return;
        }

        // The answer is kept as it was: what it would be by now does not continue it.
        count = Math.Max(count, 1);
        var rest = Join(lines.Skip(count));
        Show(Join(lines.Take(count)) + MorePrompt);
        BeginView(new ConsoleView(ConsoleView.Kinds.More) { Rest = rest.Length <= MaxRest ? rest : rest[..rest.LastIndexOf('\n', MaxRest)] + "\n...\n" });
    }

    private void OnKey(ConsoleView view, int key)
    {
        if (view.Kind != ConsoleView.Kinds.More || key is 'q' or 'Q' or Escape or CtrlC)
        {
            EndView();
            return;
        }

        Show(EraseRow);
        State = State with { View = null, Telnet = State.Telnet with { Keys = false } };
        ShowPage(view.Rest.Split('\n')[..^1]);
        if (State.View is null) Prompt();
    }

    private void BeginView(ConsoleView view)
    {
        State = State with { View = view, Telnet = TelnetMachine.Expect(State.Telnet, "", Output) with { Keys = true } };
        if (view.Kind != ConsoleView.Kinds.More) SetTimer(ViewTimer, AtOnce);
    }

    private async ValueTask RefreshAsync(ConsoleView view, CancellationToken stop)
    {
        var frame = await _views.NextAsync(view, Window, stop);
        Show(frame.Text);
        if (frame.View is null)
        {
            EndView();
            return;
        }

        State = State with { View = frame.View };
        SetTimer(ViewTimer, frame.Next);
    }

    private void EndView()
    {
        Show(State.View?.Kind switch
        {
            ConsoleView.Kinds.Watch => LiveViews.ShowCursor + "\n",
            ConsoleView.Kinds.More => EraseRow,
            _ => "",
        });
        ClearTimer(ViewTimer);
        State = State with { View = null, Telnet = State.Telnet with { Keys = false } };
        Prompt();
    }

    private void Prompt()
    {
        Show(ConsoleCommands.Prompt);
        State = State with { Telnet = TelnetMachine.Expect(State.Telnet, ConsoleCommands.Prompt, Output, remember: true) };
    }

    private static int RowsOf(string line, int columns) => Math.Max(1, (line.Length + columns - 1) / columns);

    private static string Join(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
