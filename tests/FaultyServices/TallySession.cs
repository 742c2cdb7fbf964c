using System.Diagnostics;
using System.Globalization;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.FaultyServices;

/// <summary>
/// Answers each line <c>number words</c> with <c>number count checksum</c>: what a client reads is determined by what it wrote, and a line that was lost, doubled or moved
/// shows in every answer from there on. Some words do more: <c>slow MILLISECONDS</c> takes its time, <c>throw</c> fails each time, <c>kill</c> kills its process,
/// <c>name ALIAS</c> makes the connection known for <c>push ALIAS TEXT</c>.
/// </summary>
public sealed class TallySession(IConnections connections) : LineSession<Tally>
{
    protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        var words = line.Split(' ', 4);
        if (!long.TryParse(words[0], CultureInfo.InvariantCulture, out var number) || number != State.Last + 1) WriteLine($"{words[0]} does not follow {State.Last}");
        State = State with { Count = State.Count + 1, Checksum = Fnv.Add(State.Checksum, line), Last = number };
        await DoAsync(words[1..], stop);
        WriteLine($"{number} {State.Count} {State.Checksum:x16}");
    }

    protected override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop)
    {
        WriteLine($"pushed {message.Text}");
        return default;
    }

    private async ValueTask DoAsync(string[] words, CancellationToken stop)
    {
        switch (words)
        {
            case ["slow", var milliseconds, ..]:
                await Task.Delay(int.Parse(milliseconds, CultureInfo.InvariantCulture), stop);
                break;
            case ["throw"]:
                throw new InvalidOperationException("this line fails every session");
            case ["kill"]:
                // As the kernel does it when memory is short: nobody gets to say anything.
                Process.GetCurrentProcess().Kill();
                await Task.Delay(Timeout.Infinite, stop);
                break;
            case ["name", var alias]:
                Connection.Alias = alias;
                break;
            case ["push", var alias, var text]:
                if (await connections.SendAsync(alias, PushMessage.FromText(text), stop) is var result and not PushResult.Accepted)
                    throw new InvalidOperationException($"a push to {alias} was not taken: {result}");
                break;
        }
    }
}
