namespace SocketGateway.Gateway.Telnet;

/// <summary>What one gateway answered to a line: a value that crosses nodes as JSON.</summary>
/// <param name="Gateway">Its address.</param>
/// <param name="Lines">As in <see cref="ConsoleAnswer"/>.</param>
/// <param name="Header">Of its table.</param>
/// <param name="Rows">Of its table; null when there is none.</param>
internal sealed record RelayedAnswer(string Gateway, IReadOnlyList<string> Lines, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>>? Rows)
{
    public static RelayedAnswer Of(string gateway, ConsoleAnswer answer) => new(gateway, answer.Lines, answer.Table?.Header ?? [], answer.Table?.Body);

    /// <summary>The answers as one: as it is when there is only one, else below each other.</summary>
    public static ConsoleAnswer Join(IReadOnlyList<RelayedAnswer> answers)
    {
        // Of a connection that one gateway has, the others know nothing.
        var found = answers.Where(a => a.Lines is not [var first, ..] || !first.StartsWith("Not ", StringComparison.Ordinal)).ToList();
        if (found.Count == 0 && answers.Count > 0) found = [answers[0]];
        return found switch
        {
            [] => new ConsoleAnswer("No gateway answers at the moment."),
            [var only] => only.AsAnswer(),
            _ => new ConsoleAnswer([.. found.SelectMany(a => a.AsAnswer().Format(0).Prepend($"gateway {a.Gateway}"))]),
        };
    }

    private ConsoleAnswer AsAnswer() => new(Lines) { Table = Rows is null ? null : new TextTable(Header, Rows) };
}
