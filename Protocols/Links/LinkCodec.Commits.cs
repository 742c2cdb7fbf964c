using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>Commits: one byte says what is in them, so that an ordinary one is its offsets and its output.</summary>
internal static partial class LinkCodec
{
    private const int LeastDeltaBytes = 6;
    private const int LeastTimerEffectBytes = 2;
    private const int LeastConnectBytes = 3;
    private const int LeastCloseBytes = 2;

    [Flags]
    private enum CommitParts : byte
    {
        None = 0,
        Others = 1,
        State = 2,
        Event = 4,
        Writable = 8,
        Effects = 16,
        All = Others | State | Event | Writable | Effects,
    }

    private static void WriteCommit(ref LinkWriter writer, Commit commit)
    {
        var parts = (commit.Others is null ? 0 : CommitParts.Others)
            | (commit.State is null ? 0 : CommitParts.State)
            | (commit.HandledEvent == 0 ? 0 : CommitParts.Event)
            | (commit.Writable == 0 ? 0 : CommitParts.Writable)
            | (commit.Effects is null ? 0 : CommitParts.Effects);
        writer.Int64(commit.Number);
        writer.Byte((byte)parts);
        WriteDelta(ref writer, commit.Primary);
        if (commit.Others is { } others)
        {
            writer.Int32(others.Length);
            foreach (ref readonly var delta in others.AsSpan()) WriteDelta(ref writer, delta);
        }

        if (commit.State is not null) WriteState(ref writer, commit.State);
        if (commit.HandledEvent != 0) writer.Int64(commit.HandledEvent);
        if (commit.Writable != 0) writer.Byte(commit.Writable);
        if (commit.Effects is { } effects) WriteEffects(ref writer, effects);
    }

    private static Commit? ReadCommit(ref LinkReader reader, int epoch)
    {
        var number = reader.Int64();
        var parts = (CommitParts)reader.Byte();
        if ((parts & ~CommitParts.All) != 0) reader.Fail("the parts of a commit");
        var commit = new Commit(epoch, number)
        {
            Primary = ReadDelta(ref reader),
            Others = (parts & CommitParts.Others) == 0 ? null : ReadDeltas(ref reader),
            State = (parts & CommitParts.State) == 0 ? null : ReadState(ref reader) ?? reader.Wrong<SessionState>("a state is missing"),
            HandledEvent = (parts & CommitParts.Event) == 0 ? 0 : NotZero(ref reader, reader.Int64()),
            Writable = (parts & CommitParts.Writable) == 0 ? (byte)0 : (byte)NotZero(ref reader, reader.Byte()),
            Effects = (parts & CommitParts.Effects) == 0 ? null : ReadEffects(ref reader),
        };
        return reader.Error is null ? commit : null;
    }

    private static long NotZero(ref LinkReader reader, long value)
    {
        if (value == 0) reader.Fail("a part of a commit that is not there");
        return value;
    }

    private static void WriteDelta(ref LinkWriter writer, in ChannelDelta delta)
    {
        writer.Int32(delta.Channel);
        writer.Int64(delta.InputFrom);
        writer.Int64(delta.InputTo);
        writer.Flag(delta.EndConsumed);
        writer.Int64(delta.OutputFrom);
        writer.Bytes(delta.Output.Span);
    }

    private static ChannelDelta ReadDelta(ref LinkReader reader) => new()
    {
        Channel = reader.Int32(),
        InputFrom = reader.Int64(),
        InputTo = reader.Int64(),
        EndConsumed = reader.Flag(),
        OutputFrom = reader.Int64(),
        Output = reader.Bytes(),
    };

    private static ChannelDelta[] ReadDeltas(ref LinkReader reader)
    {
        var deltas = new ChannelDelta[reader.Count(LeastDeltaBytes)];
        for (var i = 0; i < deltas.Length && reader.Error is null; i++) deltas[i] = ReadDelta(ref reader);
        return deltas;
    }

    private static void WriteEffects(ref LinkWriter writer, CommitEffects effects)
    {
        writer.Int32(effects.Timers.Count);
        foreach (var (name, due) in effects.Timers)
        {
            writer.Text(name);
            writer.Flag(due is not null);
            if (due is { } delay) writer.Int64(delay.Ticks);
        }

        writer.Int32(effects.Adopted.Count);
        foreach (var channel in effects.Adopted) writer.Int32(channel);
        writer.Int32(effects.Connects.Count);
        foreach (var (channel, peer, tls) in effects.Connects)
        {
            writer.Int32(channel);
            writer.EndPoint(peer);
            writer.Flag(tls);
        }

        writer.Int32(effects.Closes.Count);
        foreach (var (channel, reset) in effects.Closes)
        {
            writer.Int32(channel);
            writer.Flag(reset);
        }

        writer.Text(effects.Alias);
        writer.Text(effects.Transfer);
        writer.Flag(effects.StartTls);
        writer.Text(effects.Close);
    }

    private static CommitEffects ReadEffects(ref LinkReader reader)
    {
        var effects = new CommitEffects();
        for (var i = reader.Count(LeastTimerEffectBytes); i > 0 && reader.Error is null; i--)
        {
            effects.Timers.Add((reader.Word(), reader.Flag() ? TimeSpan.FromTicks(reader.Int64()) : null));
        }

        for (var i = reader.Count(1); i > 0 && reader.Error is null; i--) effects.Adopted.Add(reader.Int32());
        for (var i = reader.Count(LeastConnectBytes); i > 0 && reader.Error is null; i--) effects.Connects.Add((reader.Int32(), reader.Socket(), reader.Flag()));
        for (var i = reader.Count(LeastCloseBytes); i > 0 && reader.Error is null; i--) effects.Closes.Add((reader.Int32(), reader.Flag()));
        (effects.Alias, effects.Transfer) = (reader.Text(), reader.Text());
        effects.StartTls = reader.Flag();
        effects.Close = reader.Text();
        return effects;
    }
}
