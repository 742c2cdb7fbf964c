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
    public const string Client = "192.0.2.7";

    public static readonly DateTimeOffset Modified = new(2026, 3, 4, 6, 6, 7, TimeSpan.FromHours(1));

    private static readonly FtpEntry Entry = new("file.txt", 1234, Modified, IsDirectory: false);

    private readonly FtpPolicy _policy;
    private readonly bool _reborn;
    private readonly StringBuilder _seen = new();

    public FtpConversation(FtpPolicy? policy = null, bool ipv6 = false, bool reborn = false, bool secure = false)
    {
        _policy = policy ?? new FtpPolicy();
        _reborn = reborn;
        State = new FtpState();
        Take(FtpMachine.Open(_policy, IPAddress.Parse(ipv6 ? "2001:db8::1" : Client), secure));
    }

    public FtpState State { get; private set; }

    public List<FtpEffect> Effects { get; } = [];

    public string Seen => _seen.ToString();

    public static FtpConversation LoggedIn(bool ipv6 = false, FtpPolicy? policy = null)
    {
        var conversation = new FtpConversation(policy, ipv6);
        conversation.Say("USER alice");
        conversation.Say("PASS secret");
        return conversation;
    }

    public static FtpCommandLine Line(string text) => FtpCommandLine.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)));

    public bool CanSay(string line) => CanSay(Line(line));

    public bool CanSay(FtpCommandLine command) => FtpMachine.CanHandle(State, command);

    /// <summary>What the server answers to one line.</summary>
    public string Say(string line) => Say(Line(line));

    public string Say(FtpCommandLine command)
    {
        var from = _seen.Length;
        Take(FtpMachine.Handle(_policy, Current(), command));
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
        FtpEffect.CheckPassword { User: "alice", Password: "secret" } => new FtpEvent.PasswordChecked(true, "/home", FtpRights.All, "/alice"),
        FtpEffect.CheckPassword { User: "reader", Password: "secret" } => new FtpEvent.PasswordChecked(true, "/home", FtpRights.Read),
        FtpEffect.CheckPassword { User: "writer", Password: "secret" } => new FtpEvent.PasswordChecked(true, "/home", FtpRights.Write),
        FtpEffect.CheckPassword => new FtpEvent.PasswordChecked(false),
        FtpEffect.OpenPassive open => new FtpEvent.PassiveOpened(IPAddress.Parse("127.0.0.1"), 5001, open.Extended),
        FtpEffect.ChangeDirectory { Path: "/" or "/home" or "/incoming" or "/home/it's \"here\"" } cwd => new FtpEvent.DirectoryEntered(cwd.Path),
        FtpEffect.FileSize { Path: "/home/file.txt" } => new FtpEvent.SizeFound(1234),
        FtpEffect.ModificationTime { Path: "/home/file.txt" } => new FtpEvent.TimeFound(Modified),
        FtpEffect.Describe { Path: "/home/file.txt" } described => new FtpEvent.Described(described.Path, Entry),
        FtpEffect.Describe { Path: "/home" } described => new FtpEvent.Described(described.Path, Entry with { Name = "home", IsDirectory = true }),
        FtpEffect.Show { Path: "/home" } shown => new FtpEvent.Listed(shown.Path, [Entry], IsFile: false, More: true, Modified),
        FtpEffect.Show { Path: "/home/file.txt" } shown => new FtpEvent.Listed(shown.Path, [Entry], IsFile: true, More: false, Modified),
        FtpEffect.FindSource { Path: "/home/file.txt" } or FtpEffect.Rename { From: "/home/file.txt", To: not "/home/taken" }
            or FtpEffect.DeleteFile { Path: "/home/file.txt" } or FtpEffect.DeleteDirectory { Path: "/home/empty" }
            or FtpEffect.SetTime { Path: "/home/file.txt" } or FtpEffect.SetMode { Path: "/home/file.txt" }
            or FtpEffect.MakeDirectory { Path: not "/home/taken" } => new FtpEvent.Done(effect),
        FtpEffect.Rename or FtpEffect.MakeDirectory => new FtpEvent.Refused(FtpFailure.Exists),
        FtpEffect.DeleteDirectory => new FtpEvent.Refused(FtpFailure.NotEmpty),
        FtpEffect.RunTransfer { Transfer: { Kind: FtpTransferKind.Retr, Path: "/home/file.txt" } } => new FtpEvent.TransferStarted { Size = 1234 },
        FtpEffect.RunTransfer { Transfer.Kind: FtpTransferKind.Retr } => new FtpEvent.Refused(FtpFailure.NotFound),
        FtpEffect.RunTransfer { Transfer.Kind: FtpTransferKind.Mlsd, Transfer.Path: "/home/file.txt" } => new FtpEvent.Refused(FtpFailure.NotADirectory),
        FtpEffect.RunTransfer { Transfer: { Kind: FtpTransferKind.Appe, Path: "/home/file.txt" } } => new FtpEvent.TransferStarted { Offset = 1234 },
        FtpEffect.RunTransfer { Transfer: { Kind: FtpTransferKind.Stou } stou } =>
            new FtpEvent.TransferStarted { Temporary = ".part-1", Path = stou.Path + ".unique" },
        FtpEffect.RunTransfer { Transfer: { IsUpload: true, Start: > 0 } } => new FtpEvent.TransferStarted(),
        FtpEffect.RunTransfer { Transfer.IsUpload: true } => new FtpEvent.TransferStarted { Temporary = ".part-1" },
        FtpEffect.RunTransfer => new FtpEvent.TransferStarted(),
        _ when FtpStateTests.IsQuestion(effect) => new FtpEvent.Refused(FtpFailure.NotFound),
        _ => null,
    };
}
