using System.Buffers;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
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

    private const string IdleTimer = "idle";
    private const string DataTimer = "data";

    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

    private static readonly FtpCommandLine Quit = FtpCommandLine.Parse(new ReadOnlySequence<byte>("QUIT"u8.ToArray()));

    private readonly FtpFileSystem _files = new(options.Root);
    private readonly FtpPolicy _policy = new()
    {
        Anonymous = options.Anonymous == AnonymousAccess.ReadOnly ? FtpAnonymous.ReadOnly : FtpAnonymous.Off,
    };

    // Opened again by an incarnation that goes on with the transfer.
    private SafeFileHandle? _file;
    private (IReadOnlyList<FtpEntry> Entries, bool IsFile)? _listing;

    private FtpState Control => State.Control;

    private SessionChannel? Data => State.Data == 0 ? null : FindChannel(State.Data);

    public void Dispose()
    {
        CloseFile();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        var local = Connection.SocketPair.Local.Address;
        var ipv6 = local.AddressFamily == AddressFamily.InterNetworkV6 && !local.IsIPv4MappedToIPv6;
        return PerformAsync(FtpMachine.Open(_policy, ipv6), stop);
    }

    protected override ValueTask OnResumedAsync(CancellationToken stop)
    {
        // What the machine would have run again is under way: the channel still waits for its next step, which opens the file where it was.
        if (Data is { } data) data.HoldInput = Control.Transfer?.Kind != FtpTransferKind.Stor;
        return default;
    }

    protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        if (input.PositionOf((byte)'\n') is not { } end)
        {
            if (input.Length > FtpCommandLine.MaxBytes + 1 && Control.Transfer is null) RefuseLine(input);
            return;
        }

        var command = FtpCommandLine.Parse(WithoutCr(input.Slice(0, end)));
        if (!FtpMachine.CanHandle(Control, command)) return;
        Consume(input.GetOffset(end) - input.GetOffset(input.Start) + 1);
        using var span = CommandTrace.Begin(Connection.Info, command.Verb.Length is > 0 and <= LongestVerb ? command.Verb : "unknown");
        await PerformAsync(FtpMachine.Handle(_policy, Control, command), stop);
    }

    protected override ValueTask OnInputEndedAsync(CancellationToken stop) => PerformAsync(FtpMachine.Handle(_policy, Control, Quit), stop);

    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop) => HandleAsync(new FtpEvent.ShuttingDown(), stop);

    protected override ValueTask OnTimerAsync(string name, CancellationToken stop) =>
        name == IdleTimer ? HandleAsync(new FtpEvent.TimedOut(), stop) : OnDataTimerAsync(stop);

    protected override async ValueTask OnClosedAsync(string reason)
    {
        CloseFile();
        if (Control.Transfer is { } transfer) await DiscardAsync(transfer);
    }

    private static ReadOnlySequence<byte> WithoutCr(in ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty) return line;
        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == '\r' ? line.Slice(0, last.Start) : line;
    }

    private ValueTask HandleAsync(FtpEvent happened, CancellationToken stop) => PerformAsync(FtpMachine.Handle(_policy, Control, happened), stop);

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
        for (; ; )
        {
            State = State with { Control = step.State };
            FtpEvent? answer = null;
            foreach (var effect in step.Effects) answer = await PerformAsync(effect, stop);
            if (answer is null) break;
            step = FtpMachine.Handle(_policy, Control, answer);
        }

        if (Control is { Transfer: null, Closing: FtpClosing.No }) SetTimer(IdleTimer, IdleTimeout);
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
            case FtpEffect.CloseData:
                DropData();
                return null;
            case FtpEffect.AbortTransfer abort:
                DropData();
                await DiscardAsync(abort.Transfer);
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
                FtpEffect.CheckPassword login => await logins.CheckAsync(_files, Connection, login.User, login.Password, stop),
                FtpEffect.OpenPassive passive => await OpenPassiveAsync(passive.Extended),
                FtpEffect.ChangeDirectory change => await Task.Run(() => Enter(change.Path), stop),
                FtpEffect.FileSize size => new FtpEvent.SizeFound(await Task.Run(() => _files.FindFile(size.Path).Length, stop)),
                FtpEffect.ModificationTime time => new FtpEvent.TimeFound(await Task.Run(() => _files.FindFile(time.Path).LastWriteTimeUtc, stop)),
                FtpEffect.RunTransfer run => await StartTransferAsync(run.Transfer, stop),
                _ => throw new InvalidOperationException($"{question.GetType().Name} is not known."),
            };
        }
        catch (Exception error) when (FtpException.Explain(error) is { } failure)
        {
            return new FtpEvent.Refused(failure);
        }
    }

    private FtpEvent.DirectoryEntered Enter(string path)
    {
        _files.CheckDirectory(path);
        return new FtpEvent.DirectoryEntered(path);
    }
}
