using System.Diagnostics;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>The messages of sessions: kind, epoch, and what each has of its own.</summary>
internal static partial class LinkCodec
{
    public static void Write(ref LinkWriter writer, SessionProtocol message)
    {
        writer.Byte((byte)KindOf(message));
        writer.Int32(message.Epoch);
        switch (message)
        {
            case Commit commit:
                WriteCommit(ref writer, commit);
                break;
            case SessionProtocol.Input input:
                writer.Int32(input.Channel);
                writer.Int64(input.Offset);
                writer.Bytes(input.Bytes.Span);
                break;
            case SessionProtocol.OutputCredit credit:
                writer.Int32(credit.Channel);
                writer.Int64(credit.Credit);
                break;
            case SessionProtocol.InputEnded ended:
                writer.Int32(ended.Channel);
                writer.Int64(ended.Offset);
                break;
            case SessionProtocol.Open open:
                WriteOpen(ref writer, open);
                break;
            case SessionProtocol.Opened opened:
                writer.Int32(opened.MaxMessage);
                writer.Flag(opened.Resumable);
                writer.Flag(opened.WorksInSilence);
                break;
            case SessionProtocol.Event occurred:
                writer.Int64(occurred.Id);
                WriteEvent(ref writer, occurred.Occurrence);
                break;
            case SessionProtocol.ChannelListening listening:
                writer.Int32(listening.Channel);
                writer.EndPoint(listening.Local);
                writer.Text(listening.Error);
                break;
            case SessionProtocol.OpenChannel open:
                writer.Int32(open.Channel);
                writer.Flag(open.Tls);
                break;
            case SessionProtocol.Draining draining:
                writer.Int64(draining.Remaining.Ticks);
                break;
            case SessionProtocol.Ended ended:
                writer.Text(ended.Reason);
                break;
            case SessionProtocol.Refused refused:
                writer.Text(refused.Reason);
                break;
            case SessionProtocol.Failed failed:
                writer.Flag(failed.OnInput);
                writer.Flag(failed.ServiceFailing);
                writer.Text(failed.Error);
                writer.Int64(failed.EventId);
                break;
        }
    }

    private static MessageKind KindOf(SessionProtocol message) => message switch
    {
        Commit => MessageKind.Commit,
        SessionProtocol.Input => MessageKind.Input,
        SessionProtocol.OutputCredit => MessageKind.OutputCredit,
        SessionProtocol.InputEnded => MessageKind.InputEnded,
        SessionProtocol.Open => MessageKind.Open,
        SessionProtocol.Opened => MessageKind.Opened,
        SessionProtocol.Event => MessageKind.Event,
        SessionProtocol.ChannelListening => MessageKind.ChannelListening,
        SessionProtocol.OpenChannel => MessageKind.OpenChannel,
        SessionProtocol.Stop => MessageKind.Stop,
        SessionProtocol.Stopped => MessageKind.Stopped,
        SessionProtocol.Leaving => MessageKind.Leaving,
        SessionProtocol.Draining => MessageKind.Draining,
        SessionProtocol.Ended => MessageKind.Ended,
        SessionProtocol.Refused => MessageKind.Refused,
        SessionProtocol.Failed => MessageKind.Failed,
        _ => throw new UnreachableException(message.GetType().Name),
    };

    private static SessionProtocol? ReadMessage(ref LinkReader reader)
    {
        var kind = (MessageKind)reader.Byte();
        var epoch = reader.Int32();
        switch (kind)
        {
            case MessageKind.Commit:
                return ReadCommit(ref reader, epoch);
            case MessageKind.Input:
                return new SessionProtocol.Input(epoch, ReadChannel(ref reader), reader.Int64(), reader.Bytes());
            case MessageKind.OutputCredit:
                return new SessionProtocol.OutputCredit(epoch, ReadChannel(ref reader), reader.Int64());
            case MessageKind.InputEnded:
                return new SessionProtocol.InputEnded(epoch, ReadChannel(ref reader), reader.Int64());
            case MessageKind.Open:
                return ReadOpen(ref reader, epoch);
            case MessageKind.Opened:
                return new SessionProtocol.Opened(epoch, reader.Int32(), reader.Flag()) { WorksInSilence = reader.Flag() };
            case MessageKind.Event:
                var id = reader.Int64();
                return ReadEvent(ref reader) is { } occurrence ? new SessionProtocol.Event(epoch, id, occurrence) : null;
            case MessageKind.ChannelListening:
                return new SessionProtocol.ChannelListening(epoch, ReadChannel(ref reader), reader.EndPoint(), reader.Text());
            case MessageKind.OpenChannel:
                return new SessionProtocol.OpenChannel(epoch, reader.Int32(), reader.Flag());
            case MessageKind.Stop:
                return new SessionProtocol.Stop(epoch);
            case MessageKind.Stopped:
                return new SessionProtocol.Stopped(epoch);
            case MessageKind.Leaving:
                return new SessionProtocol.Leaving(epoch);
            case MessageKind.Draining:
                return new SessionProtocol.Draining(epoch, TimeSpan.FromTicks(reader.Int64()));
            case MessageKind.Ended:
                return new SessionProtocol.Ended(epoch, reader.Word());
            case MessageKind.Refused:
                return new SessionProtocol.Refused(epoch, reader.Word());
            case MessageKind.Failed:
                return new SessionProtocol.Failed(epoch, reader.Flag(), reader.Flag(), reader.Word()) { EventId = reader.Int64() };
            default:
                return reader.Wrong<SessionProtocol?>("the kind of a message");
        }
    }

    /// <summary>A channel that a session is told of: it looks it up without asking whether there can be one. What a session says of channels, the connection checks itself.</summary>
    private static int ReadChannel(ref LinkReader reader)
    {
        var channel = reader.Varint();
        return channel < LedgerLimits.MaxChannels ? (int)channel : reader.Wrong<int>("the number of a channel");
    }

    private static void WriteEvent(ref LinkWriter writer, SessionEvent occurrence)
    {
        switch (occurrence)
        {
            case SessionEvent.TimerDue due:
                writer.Byte((byte)EventKind.TimerDue);
                writer.Text(due.Name);
                writer.Int64(due.Generation);
                break;
            case SessionEvent.Pushed pushed:
                writer.Byte((byte)EventKind.Pushed);
                WritePush(ref writer, pushed.Message);
                break;
            case SessionEvent.ChannelOpened opened:
                writer.Byte((byte)EventKind.ChannelOpened);
                writer.Int32(opened.Channel);
                writer.EndPoint(opened.Local);
                writer.EndPoint(opened.Peer);
                break;
            case SessionEvent.ChannelClosed closed:
                writer.Byte((byte)EventKind.ChannelClosed);
                writer.Int32(closed.Channel);
                writer.Flag(closed.Flushed);
                writer.Int64(closed.Acknowledged);
                writer.Text(closed.Reason);
                break;
            default:
                throw new UnreachableException(occurrence.GetType().Name);
        }
    }

    private static SessionEvent? ReadEvent(ref LinkReader reader) => (EventKind)reader.Byte() switch
    {
        EventKind.TimerDue => new SessionEvent.TimerDue(reader.Word(), reader.Int64()),
        EventKind.Pushed => new SessionEvent.Pushed(ReadPush(ref reader)),
        EventKind.ChannelOpened => new SessionEvent.ChannelOpened(ReadChannel(ref reader), reader.Socket(), reader.Socket()),
        EventKind.ChannelClosed => new SessionEvent.ChannelClosed(ReadChannel(ref reader), reader.Flag(), reader.Int64(), reader.Word()),
        _ => reader.Wrong<SessionEvent?>("the kind of an event"),
    };

    private static void WritePush(ref LinkWriter writer, PushMessage message)
    {
        writer.Text(message.Type);
        writer.Bytes(message.Payload.Span);
    }

    private static PushMessage ReadPush(ref LinkReader reader) => new(reader.Word(), reader.Bytes());
}
