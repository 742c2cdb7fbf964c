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
        SessionProtocol.Opened opened => new SessionProtocol.Opened(epoch, opened.MaxMessage, opened.Resumable) { WorksInSilence = opened.WorksInSilence },
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

    public static string Describe(SessionProtocol message) => message switch
    {
        Commit commit => $"commit {commit.Epoch}/{commit.Number} in {commit.Primary.InputFrom}..{commit.Primary.InputTo}{(commit.Primary.EndConsumed ? " end" : "")} "
            + $"out {commit.Primary.OutputFrom}+{commit.Primary.Output.Length} event {commit.HandledEvent} writable {commit.Writable} {string.Join(' ', commit.Others?.Select(Describe) ?? [])}",
        SessionProtocol.Input input => $"input {input.Epoch} channel {input.Channel} {input.Offset}+{input.Bytes.Length}",
        SessionProtocol.OutputCredit credit => $"credit {credit.Epoch} channel {credit.Channel} to {credit.Credit}",
        SessionProtocol.Event occurred => $"event {occurred.Epoch}/{occurred.Id} {occurred.Occurrence}",
        SessionProtocol.Failed failed => $"failed {failed.Epoch} {failed.Error}",
        SessionProtocol.Ended ended => $"ended {ended.Epoch} '{ended.Reason}'",
        _ => $"{message.GetType().Name} {message.Epoch}",
    };

    private static string Describe(ChannelDelta delta) =>
        $"[{delta.Channel}: in {delta.InputFrom}..{delta.InputTo}{(delta.EndConsumed ? " end" : "")} out {delta.OutputFrom}+{delta.Output.Length}]";

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
