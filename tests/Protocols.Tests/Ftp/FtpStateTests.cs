using System.Net;
using System.Text.Json;
using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>The state alone carries a conversation on, whatever happens.</summary>
public sealed class FtpStateTests
{
    private static readonly Gen<string> Command = Gen.OneOf(
        "USER alice", "USER ftp", "PASS secret", "PASS wrong", "CWD /", "CWD ..", "CWD nowhere", "CDUP", "PWD", "REIN", "QUIT", "PASV",
        "EPSV", "EPSV ALL", "TYPE A", "TYPE I", "REST 7", "REST 0", "RETR file.txt", "RETR nowhere", "STOR new", "LIST", "NLST *.x", "ABOR", "STAT",
        "SIZE file.txt", "MDTM file.txt", "NOOP", "XYZZY", "", "PORT 192,0,2,7,8,0", "EPRT |1|192.0.2.7|2048|", "APPE file.txt", "STOU", "MLSD", "MLST",
        "RNFR file.txt", "RNTO other", "DELE file.txt", "RMD empty", "MKD new", "MFMT 20260101000000 file.txt", "SITE CHMOD 644 file.txt", "STAT nowhere",
        "STAT file.txt", "AUTH TLS", "PBSZ 0", "PROT P", "PROT C", "OPTS MLST type;");

    private static readonly Gen<FtpEvent> Happening = Gen.OneOf<FtpEvent>(
        new FtpEvent.TransferEnded(), new FtpEvent.TransferEnded(FtpFailure.ConnectionLost), new FtpEvent.TransferStarted { Temporary = "t", Size = 5 },
        new FtpEvent.PasswordChecked(false), new FtpEvent.TimedOut());

    private static readonly Gen<(bool IsCommand, string Command, FtpEvent Happening)> Turn =
        Gen.Select(Gen.Int[0, 3].Select(dice => dice > 0), Command, Happening);

    [Fact]
    public void A_conversation_reborn_at_every_step_is_the_undisturbed_one()
    {
        var undisturbed = Script(reborn: false);
        Assert.Equal(undisturbed, Script(reborn: true));
        Assert.EndsWith("226 Transfer complete.\r\n221 Goodbye.\r\n", undisturbed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_takes_over_goes_on_from_the_committed_offset()
    {
        var ftp = new FtpConversation(reborn: true);
        ftp.Say("USER alice");
        ftp.Say("PASS secret");
        Assert.Empty(ftp.Resume());
        ftp.Say("EPSV");
        ftp.Say("STOR new");
        ftp.Advance(4096, afterCr: true);
        var run = Assert.IsType<FtpEffect.RunTransfer>(Assert.Single(ftp.Resume()));
        Assert.Equal(
            new FtpTransfer(FtpTransferKind.Stor, "/home/new", FtpType.Ascii)
            {
                Offset = 4096,
                AfterCr = true,
                Started = true,
                Temporary = ".part-1",
            },
            run.Transfer);
        Assert.Equal("", ftp.Happen(new FtpEvent.TransferStarted { Temporary = ".part-1" }));
        Assert.StartsWith("226", ftp.Happen(new FtpEvent.TransferEnded()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stored_form_is_names_not_numbers() =>
        Assert.Equal(
            """
            {"Client":"","Secure":false,"BufferSizeSet":false,"PrivateData":false,"Login":"Done","User":"a","Anonymous":false,"Base":"/",
            "Rights":"Read, Write","FailedLogins":0,"Directory":"/","Type":"Image","Facts":"All","Restart":0,"RenameFrom":null,
            "ExtendedPassiveOnly":false,"Passive":true,"ActivePort":0,
            "Transfer":{"Kind":"Retr","Path":"/x","Type":"Image","Offset":5,"Start":0,"AfterCr":false,"Started":true,
            "Temporary":null,"MustBeNew":false,"Pattern":null,"Prefix":""},
            "Closing":"Quit"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(new FtpState
            {
                Login = FtpLogin.Done,
                User = "a",
                Rights = FtpRights.Read | FtpRights.Write,
                Type = FtpType.Image,
                Passive = true,
                Transfer = new FtpTransfer(FtpTransferKind.Retr, "/x", FtpType.Image) { Offset = 5, Started = true },
                Closing = FtpClosing.Quit,
            }));

    [Fact]
    public void The_largest_state_is_below_64_KiB()
    {
        // JSON writes a quote as six bytes: nothing that a client can send grows more.
        var directory = "/" + new string('"', FtpPath.MaxLength - 1);
        var state = new FtpState { Login = FtpLogin.NeedsPassword };
        Take(FtpConversation.Line("USER " + new string('"', FtpState.MaxUserLength)));
        state = FtpMachine.Handle(new FtpPolicy(), state, new FtpEvent.PasswordChecked(true, directory, FtpRights.All)).State with { Passive = true };
        Take(FtpConversation.Line("NLST " + string.Concat(Enumerable.Repeat("\"/../", 800)) + "*"));
        Assert.NotNull(state.Transfer);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(state).Length, 30_000, 60_000);

        void Take(FtpCommandLine line) => state = FtpMachine.Handle(new FtpPolicy(), state, line).State;
    }

    [Fact]
    public void No_password_is_ever_stored()
    {
        var ftp = new FtpConversation();
        ftp.Say("USER alice");
        ftp.Say("PASS secret");
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(ftp.State), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_order_of_commands_and_events_keeps_the_rules() => Turn.Array[0, 40].Sample(turns =>
    {
        var policy = new FtpPolicy { Anonymous = FtpAnonymous.ReadOnly, Tls = FtpTls.Optional };
        var ftp = new FtpConversation(policy, reborn: true);
        ftp.Say("USER alice");
        ftp.Say("PASS secret");
        foreach (var (isCommand, line, happening) in turns)
        {
            var from = ftp.Effects.Count;
            var before = ftp.State;
            if (!isCommand)
                ftp.Happen(happening);
            else if (ftp.CanSay(line))
                ftp.Say(line);
            var effects = ftp.Effects[from..];
            CheckState(ftp.State);
            if (before.Closing == FtpClosing.Closed)
                Assert.Empty(effects);
            else if (isCommand && (before.Transfer is null || line is "ABOR" or "STAT" or "NOOP" or "STAT nowhere"))
                Assert.Contains(effects, effect => effect is FtpEffect.Reply);
        }
    }, iter: 2_000);

    [Fact]
    public void A_step_has_at_most_one_question_and_it_is_last() => Turn.Array[0, 40].Sample(turns =>
    {
        var policy = new FtpPolicy { Tls = FtpTls.Optional };
        var state = FtpMachine.Open(policy, IPAddress.Loopback).State with { Login = FtpLogin.Done, User = "alice", Rights = FtpRights.All };
        foreach (var (isCommand, line, happening) in turns)
        {
            var command = FtpConversation.Line(line);
            if (isCommand && !FtpMachine.CanHandle(state, command))
                continue;
            var step = isCommand ? FtpMachine.Handle(policy, state, command) : FtpMachine.Handle(policy, state, happening);
            Assert.DoesNotContain(step.Effects.SkipLast(1), IsQuestion);
            Assert.DoesNotContain(step.Effects.SkipLast(1), effect => effect is FtpEffect.CloseControl or FtpEffect.StartTls);
            state = step.State;
            if (step.Effects is [.., FtpEffect.OpenPassive open])
                state = FtpMachine.Handle(policy, state, new FtpEvent.PassiveOpened(IPAddress.Loopback, 9, open.Extended)).State;
        }
    }, iter: 2_000);

    private static void CheckState(FtpState state)
    {
        Assert.True(FtpPath.TryResolve(state.Directory, "", out var same));
        Assert.Equal(state.Directory, same);
        Assert.True(state.Transfer is null || (state.Login == FtpLogin.Done && (state.Passive || state.ActivePort > 0) && state.Transfer.Started));
        Assert.False(state.Passive && state.ActivePort > 0);
        Assert.True(state.Login == FtpLogin.Done || state.Rights == FtpRights.None);
        Assert.False(state.Transfer is { IsUpload: true } && !state.Rights.HasFlag(FtpRights.Write));
        Assert.False(state.PrivateData && !state.Secure);
        Assert.InRange(state.FailedLogins, 0, 3);
    }

    internal static bool IsQuestion(FtpEffect effect) => effect is not (FtpEffect.Reply or FtpEffect.CloseControl or FtpEffect.CloseData
        or FtpEffect.AbortTransfer or FtpEffect.StartTls);

    private static string Script(bool reborn)
    {
        var ftp = new FtpConversation(reborn: reborn);
        string[] opening = ["USER nobody", "PASS x", "FEAT", "USER alice", "PASS secret", "SYST", "CWD /", "CDUP", "CWD home", "TYPE I"];
        foreach (var line in opening)
            ftp.Say(line);
        ftp.Say("EPSV");
        ftp.Say("LIST -l");
        ftp.Advance(2);
        ftp.Happen(new FtpEvent.TransferEnded());
        ftp.Say("PASV");
        ftp.Say("REST 100");
        ftp.Say("RETR file.txt");
        ftp.Advance(600);
        ftp.Say("STAT");
        ftp.Say("ABOR");
        ftp.Say("PASV");
        ftp.Say("TYPE A");
        ftp.Say("STOR new");
        ftp.Advance(10, afterCr: true);
        ftp.Say("QUIT");
        ftp.Advance(20);
        ftp.Happen(new FtpEvent.TransferEnded());
        return ftp.Seen;
    }
}
