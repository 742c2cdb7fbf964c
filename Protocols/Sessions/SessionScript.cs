using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// What happens to a connection in a test, in order: <c>new SessionScript().Send("GET\r\n").Advance(TimeSpan.FromSeconds(5)).SendEnd()</c>.
/// See <see cref="SessionHarness"/>.
/// </summary>
public sealed class SessionScript
{
    private readonly List<Entry> _entries = [];

    internal IReadOnlyList<Entry> Entries => _entries;

    /// <summary>The client sends text, as UTF-8.</summary>
    public SessionScript Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>The client sends bytes.</summary>
    public SessionScript Send(ReadOnlySpan<byte> bytes) => Add(new Entry.Input(bytes.ToArray()));

    /// <summary>The client ends its side.</summary>
    public SessionScript SendEnd() => Add(new Entry.End());

    /// <summary>Time passes, and due timers fire.</summary>
    public SessionScript Advance(TimeSpan time) => Add(new Entry.Time(time));

    /// <summary>A message is pushed to the connection.</summary>
    public SessionScript Push(PushMessage message) => Add(new Entry.Push(message));

    private SessionScript Add(Entry entry)
    {
        _entries.Add(entry);
        return this;
    }

    internal abstract record Entry
    {
        internal sealed record Input(ReadOnlyMemory<byte> Bytes) : Entry;

        internal sealed record End : Entry;

        internal sealed record Time(TimeSpan Length) : Entry;

        internal sealed record Push(PushMessage Message) : Entry;
    }
}
