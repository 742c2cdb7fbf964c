using System.Buffers;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Services;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// Serves files over FTP: <see cref="FtpMachine"/> decides, this performs. A command is a step, and so is each piece of a transfer, whose position is
/// in the state: an incarnation that takes over goes on at the next byte, and the client does not notice.
/// </summary>
internal partial class FtpSession(FtpServiceOptions options, FtpLogins logins, TimeProvider clock) : Session<FtpSessionState>, IDisposable
{
    /// <summary>RFC 959 §4.1: longer words are no commands.</summary>
    private const int LongestVerb = 4;

    private const string Noop = "NOOP";

    private const string IdleTimer = "idle";
    private const string NoopTimer = "noop";
    private const string LoginTimer = "login";
    private const string DataTimer = "data";

    private static readonly FtpCommandLine Quit = FtpCommandLine.Parse(new ReadOnlySequence<byte>("QUIT"u8.ToArray()));

    private readonly FtpFileSystem _root = new(options.Root);
    private FtpPolicy? _policy;
    private (string Base, FtpFileSystem Files)? _files;

    /// <summary>Uploads come in large pieces, and the next one is read while one is written: a piece of a bulk read, beside the window.</summary>
    protected override int MaxMessageBytes => 256 * 1024;

    private FtpState Control => State.Control;

    private FtpPolicy Policy => _policy ??= CreatePolicy();

    /// <summary>The files that this user sees. Throws when there is no such directory as the user's.</summary>
    private FtpFileSystem Files
    {
        get
        {
            if (_files?.Base != Control.Base) _files = (Control.Base, _root.Below(Control.Base));
            return _files!.Value.Files;
        }
    }

    public void Dispose()
    {
        CloseFiles();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        SetTimer(LoginTimer, options.LoginTimeout);
        return PerformAsync(FtpMachine.Open(Policy, Connection.SocketPair.Peer.Address, Connection.Tls is not null), stop);
    }

    protected override ValueTask OnResumedAsync(CancellationToken stop)
    {
        // What the machine would have run again is under way: the channel still waits for its next step, which opens the file where it was.
        if (Data is { } data) data.HoldInput = Control.Transfer is not { IsUpload: true };
        return default;
    }

    protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        if (input.PositionOf((byte)'\n') is not { } end)
        {
            if (InputEnded) Consume(input.Length);
            else if (input.Length > FtpCommandLine.MaxBytes + 1 && Control.Transfer is null) RefuseLine(input);
            return;
        }

        var command = FtpCommandLine.Parse(WithoutCr(input.Slice(0, end)));
        if (!FtpMachine.CanHandle(Control, command)) return;
        Consume(input.GetOffset(end) - input.GetOffset(input.Start) + 1);
        using var span = CommandTrace.Begin(Connection.Info, command.Verb.Length is > 0 and <= LongestVerb ? command.Verb : "unknown");
        await PerformAsync(FtpMachine.Handle(Policy, Control, command), stop);
        if (command.Verb != Noop) SetTimer(NoopTimer, options.NoopTimeout);
    }

    protected override ValueTask OnInputEndedAsync(CancellationToken stop) => PerformAsync(FtpMachine.Handle(Policy, Control, Quit), stop);

    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop) => HandleAsync(new FtpEvent.ShuttingDown(), stop);

    protected override ValueTask OnTimerAsync(string name, CancellationToken stop) => name switch
    {
        DataTimer => OnDataTimerAsync(stop),
        LoginTimer when Control.Login == FtpLogin.Done => default,
        _ => HandleAsync(new FtpEvent.TimedOut(), stop),
    };

    protected override async ValueTask OnClosedAsync(string reason)
    {
        CloseFiles();
        if (Control.Transfer is { } transfer) await BreakAsync(transfer);
    }

    private static ReadOnlySequence<byte> WithoutCr(in ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty) return line;
        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == '\r' ? line.Slice(0, last.Start) : line;
    }

    private FtpPolicy CreatePolicy()
    {
        var possible = Connection.CanStartTls || Connection.Tls is not null;
        return new FtpPolicy
        {
            Anonymous = options.Anonymous == AnonymousAccess.ReadOnly ? FtpAnonymous.ReadOnly : FtpAnonymous.Off,
            AnonymousBase = FtpPath.TryResolve(FtpPath.Root, options.AnonymousHome ?? "", out var home) ? home : FtpPath.Root,
            AnonymousUploads = options.AnonymousUploads is { } uploads && FtpPath.TryResolve(FtpPath.Root, uploads, out var folder) ? folder : null,
            Tls = options.RequireTls ? FtpTls.Required : possible ? FtpTls.Optional : FtpTls.Off,
            MaxFailedLogins = options.MaxFailedLogins,
        };
    }

    private ValueTask HandleAsync(FtpEvent happened, CancellationToken stop) => PerformAsync(FtpMachine.Handle(Policy, Control, happened), stop);

    /// <summary>Where such a line would end nobody knows: there is no going on.</summary>
    private void RefuseLine(in ReadOnlySequence<byte> line)
    {
        Consume(line.Length);
        FtpCommandLine.Parse(line).Fault!.WriteTo(Output);
        DropData();
        Close();
    }

    /// <summary>Performs effects, answers the question among them, and performs what follows from the answer.</summary>
    private async ValueTask PerformAsync(FtpStep step, CancellationToken stop)
    {
        var wasIn = Control.Login == FtpLogin.Done;
        for (; ; )
        {
            State = State with { Control = step.State };
            FtpEvent? answer = null;
            foreach (var effect in step.Effects) answer = await PerformAsync(effect, stop);
            if (answer is null) break;
            step = FtpMachine.Handle(Policy, Control, answer);
        }

        if (Control is { Transfer: null, Closing: FtpClosing.No }) SetTimer(IdleTimer, options.IdleTimeout);
        if (wasIn && Control.Login != FtpLogin.Done) SetTimer(LoginTimer, options.LoginTimeout);
    }

    private async ValueTask<FtpEvent?> PerformAsync(FtpEffect effect, CancellationToken stop)
    {
        switch (effect)
        {
            case FtpEffect.Reply reply:
                reply.Value.WriteTo(Output);
                return null;
            case FtpEffect.CloseControl:
                DropData();
                Close();
                return null;
            case FtpEffect.StartTls:
                StartTls();
                return null;
            case FtpEffect.CloseData:
                DropData();
                return null;
            case FtpEffect.AbortTransfer abort:
                DropData();
                await BreakAsync(abort.Transfer);
                return null;
            default:
                return await AnswerAsync(effect, stop);
        }
    }

    private async ValueTask<FtpEvent> AnswerAsync(FtpEffect question, CancellationToken stop)
    {
        try
        {
            return question switch
            {
                FtpEffect.CheckPassword login => await logins.CheckAsync(options, Connection, login, stop),
                FtpEffect.OpenPassive passive => await OpenPassiveAsync(passive),
                FtpEffect.RunTransfer run => await StartTransferAsync(run.Transfer, stop),
                _ => await Task.Run(() => FtpFileAnswers.Answer(Files, question, clock), stop),
            };
        }
        catch (Exception error) when (FtpException.Explain(error) is { } failure)
        {
            return new FtpEvent.Refused(question, failure);
        }
    }
}
