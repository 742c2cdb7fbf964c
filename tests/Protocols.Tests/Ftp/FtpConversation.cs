using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>
/// A session without a network: answers the machine's questions from a small fixed file system and keeps what a client would see.
/// Reborn, its state goes through JSON before every step, as after a crash each time.
/// </summary>
internal sealed class FtpConversation
{
    private readonly FtpPolicy _policy;
    private readonly bool _reborn;
    private readonly StringBuilder _seen = new();

    public FtpConversation(FtpPolicy? policy = null, bool ipv6 = false, bool reborn = false)
    {
        _policy = policy ?? new FtpPolicy();
        _reborn = reborn;
        State = new FtpState();
        Take(FtpMachine.Open(_policy, ipv6));
    }

    public FtpState State { get; private set; }

    public List<FtpEffect> Effects { get; } = [];

    public string Seen => _seen.ToString();

    public static FtpConversation LoggedIn(bool ipv6 = false)
    {
        var conversation = new FtpConversation(ipv6: ipv6);
        conversation.Say("USER alice");
        conversation.Say("PASS secret");
        return conversation;
    }

    public static FtpCommandLine Line(string text) => FtpCommandLine.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));

    public bool CanSay(string line) => FtpMachine.CanHandle(State, Line(line));

    /// <summary>What the server answers to one line.</summary>
    public string Say(string line)
    {
        var from = _seen.Length;
        Take(FtpMachine.Handle(_policy, Current(), Line(line)));
        return _seen.ToString(from, _seen.Length - from);
    }

    public string Happen(FtpEvent happened)
    {
        var from = _seen.Length;
        Take(FtpMachine.Handle(_policy, Current(), happened));
        return _seen.ToString(from, _seen.Length - from);
    }

    public void Advance(long offset, bool afterCr = false) => State = Current().Advance(offset, afterCr);

    public ImmutableArray<FtpEffect> Resume() => FtpMachine.Resume(Current());

    private FtpState Current()
    {
        if (!_reborn)
            return State;
        var copy = JsonSerializer.Deserialize<FtpState>(JsonSerializer.Serialize(State))!;
        Assert.Equal(State, copy);
        return copy;
    }

    private void Take(FtpStep step)
    {
        State = step.State;
        foreach (var effect in step.Effects)
        {
            Effects.Add(effect);
            if (effect is FtpEffect.Reply reply)
                _seen.Append(reply.Value);
            else if (Answer(effect) is { } answer)
                Take(FtpMachine.Handle(_policy, Current(), answer));
        }
    }

    private static FtpEvent? Answer(FtpEffect effect) => effect switch
    {
        FtpEffect.CheckPassword { User: "alice", Password: "secret" } => new FtpEvent.PasswordChecked(true, "/home", CanWrite: true),
        FtpEffect.CheckPassword => new FtpEvent.PasswordChecked(false),
        FtpEffect.OpenPassive open => new FtpEvent.PassiveOpened(IPAddress.Parse("127.0.0.1"), 5001, open.Extended),
        FtpEffect.ChangeDirectory { Path: "/" or "/home" or "/home/it's \"here\"" } cwd => new FtpEvent.DirectoryEntered(cwd.Path),
        FtpEffect.FileSize { Path: "/home/file.txt" } => new FtpEvent.SizeFound(1234),
        FtpEffect.ModificationTime { Path: "/home/file.txt" } =>
            new FtpEvent.TimeFound(new DateTimeOffset(2026, 3, 4, 6, 6, 7, TimeSpan.FromHours(1))),
        FtpEffect.ChangeDirectory or FtpEffect.FileSize or FtpEffect.ModificationTime => new FtpEvent.Refused(FtpFailure.NotFound),
        FtpEffect.RunTransfer { Transfer: { Kind: FtpTransferKind.Retr, Path: "/home/file.txt" } } => new FtpEvent.TransferStarted(Size: 1234),
        FtpEffect.RunTransfer { Transfer.Kind: FtpTransferKind.Retr } => new FtpEvent.Refused(FtpFailure.NotFound),
        FtpEffect.RunTransfer { Transfer.Kind: FtpTransferKind.Stor } => new FtpEvent.TransferStarted(Temporary: ".part-1"),
        FtpEffect.RunTransfer => new FtpEvent.TransferStarted(),
        _ => null,
    };
}
