using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>Messages made to look as they would if a check were missing.</summary>
internal static class Rewrite
{
    public static SessionProtocol Epoch(SessionProtocol message, int epoch) => message switch
    {
        Commit commit => Copy(commit, epoch, commit.Number),
        SessionProtocol.Input input => new SessionProtocol.Input(epoch, input.Channel, input.Offset, input.Bytes),
        SessionProtocol.InputEnded ended => new SessionProtocol.InputEnded(epoch, ended.Channel, ended.Offset),
        SessionProtocol.OutputCredit credit => new SessionProtocol.OutputCredit(epoch, credit.Channel, credit.Credit),
        SessionProtocol.Event occurred => new SessionProtocol.Event(epoch, occurred.Id, occurred.Occurrence),
        SessionProtocol.Opened opened => new SessionProtocol.Opened(epoch, opened.MaxMessage, opened.Resumable),
        SessionProtocol.Stopped => new SessionProtocol.Stopped(epoch),
        _ => message,
    };

    public static Commit Number(Commit commit, long number) => Copy(commit, commit.Epoch, number);

    public static SessionProtocol WithoutFirstByte(SessionProtocol message) => message is SessionProtocol.Input { Bytes.Length: > 1 } input
        ? new SessionProtocol.Input(input.Epoch, input.Channel, input.Offset + 1, input.Bytes[1..])
        : message;

    public static SessionProtocol Credit(SessionProtocol message) => message is SessionProtocol.OutputCredit credit
        ? new SessionProtocol.OutputCredit(credit.Epoch, credit.Channel, credit.Credit + 1_000_000)
        : message;

    private static Commit Copy(Commit commit, int epoch, long number) => new(epoch, number)
    {
        Primary = commit.Primary,
        Others = commit.Others,
        State = commit.State,
        HandledEvent = commit.HandledEvent,
        Writable = commit.Writable,
        Effects = commit.Effects,
    };
}
