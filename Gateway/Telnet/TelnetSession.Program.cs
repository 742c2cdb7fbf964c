using System.Buffers;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Pty;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>
/// Remote login to a program at a terminal. The login resumes like any session; the program cannot: its terminal lives in one incarnation, and the next one says so and
/// closes with <see cref="LostReason"/>.
/// </summary>
internal partial class TelnetSession : IAsyncDisposable
{
    /// <summary>Why a connection ends whose session failed while a program ran.</summary>
    public const string LostReason = "program_lost";

    private const int SignalBase = 128;

    /// <summary>What a shell ends with whose last command got Ctrl-C: nobody killed it.</summary>
    private const int Interrupted = SignalBase + 2;

    private const string TerminalTimer = "terminal";
    private const string HangUpTimer = "hangup";

    /// <summary>Looks again at a terminal that took no more, should a wake-up be lost.</summary>
    private static readonly TimeSpan TerminalRetry = TimeSpan.FromSeconds(1);

    /// <summary>What a program has to end when its client will type no more, or when it has left its terminal.</summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(5);

    private Task<PtyProcess?>? _starting;
    private ProgramSession? _program;

    /// <summary>The settings of the service.</summary>
    private protected virtual TelnetServiceOptions Settings => start.Options.Services.GetValueOrDefault(Connection.Service)?.Settings as TelnetServiceOptions ?? new();

    /// <summary>Ends the program with its connection, and with its session.</summary>
    public async ValueTask DisposeAsync()
    {
        _program?.Dispose();
        GC.SuppressFinalize(this);
        if (_starting is null) return;
        try
        {
            // A step that was given up may still be starting one.
            if (await _starting is { } process) programs.End(process);
        }
        catch (ProgramException)
        {
            // There is none to end.
        }
    }

    protected override ValueTask OnResumedAsync(CancellationToken stop)
    {
        // Nothing can be said here: a push makes the step that can.
        if (State.Program) _ = connections.SendAsync(Connection.Id, PushMessage.FromText(LostReason), stop).AsTask();
        return default;
    }

    protected override ValueTask OnMessageAsync(PushMessage message, CancellationToken stop) => MoveProgram();

    protected override ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop) => MoveProgram();

    protected override ValueTask OnInputEndedAsync(CancellationToken stop)
    {
        if (_program is null) return base.OnInputEndedAsync(stop);

        // The client may have sent all it had to say, and wait for the answers.
        _program.EndInput();
        SetTimer(HangUpTimer, LeaveTime);
        return default;
    }

    private async ValueTask StartProgramAsync(User user, TelnetServiceOptions settings)
    {
        var id = Connection.Id.ToString();
        if (!user.MayLogIn)
        {
            PtyLog.NotAllowed(log, id, user.Name, Connection.SocketPair.Peer, Connection.Service);
            End("You may not log in here.\n");
            return;
        }

        try
        {
            // The system's users may be kept by a server that takes its time.
            var account = await Task.Run(() => ProgramAccount.Resolve(user.SystemUser ?? settings.RunAs));
            _starting = programs.StartAsync(ProgramFor(user, account, settings), new ProgramLimits(settings.MaxPrograms, settings.MaxProgramsPerUser));
            if (await _starting is { } process)
            {
                _program = new ProgramSession(process, programs, start.Options.Flow.MaxCommit, message => connections.SendAsync(Connection.Id, message));
                PtyLog.Started(log, id, user.Name, Connection.SocketPair.Peer, settings.Command[0], user.SystemUser ?? settings.RunAs ?? "the gateway's own user", process.Id);
                State = State with { User = user.Name, Role = User.LoginRole, Program = true };
                SetTimer(IdleTimer, settings.IdleTimeout);
                Client.RequestWritable();
                return;
            }
        }
        catch (ProgramException error)
        {
            PtyLog.CannotStart(log, id, Connection.Service, user.Name, error.Message);
            End("The program cannot be started.\n");
            return;
        }

        PtyLog.Full(log, id, user.Name, Connection.SocketPair.Peer, Connection.Service);
        End("Too many programs are running. Try again later.\n");
    }

    private ProgramStart ProgramFor(User user, SystemUser account, TelnetServiceOptions settings) =>
        new(Connection.Service, user.Name, account, settings.Command)
        {
            WorkingDirectory = settings.WorkingDirectory,
            Environment = settings.Environment,
            Terminal = TerminalName.From(State.Telnet.Terminal),
            Window = (State.Telnet.Columns, State.Telnet.Rows),
        };

    private ValueTask OnProgramInput(in ReadOnlySequence<byte> input)
    {
        if (_program is null) return MoveProgram();
        var step = _program.Take(State.Telnet, input, Output);
        Consume(step.Consumed);
        if (step.Consumed > 0) SetTimer(IdleTimer, Settings.IdleTimeout);
        if (step.State != State.Telnet) State = State with { Telnet = step.State };
        if (step.Event is TelnetEvent.AreYouThere) Show("\n[Yes]\n");
        if (step.Event is TelnetEvent.Malformed malformed) TelnetLog.Malformed(log, Connection.Id.ToString(), malformed.Reason);
        if (_program.IsFull) SetTimer(TerminalTimer, TerminalRetry);
        return default;
    }

    private ValueTask MoveProgram()
    {
        if (!State.Program) return default;
        if (_program is null)
        {
            PtyLog.Lost(log, Connection.Id.ToString(), State.User ?? "");
            Show("\nThe program was lost: an error in the gateway.\n");
            Abort(LostReason);
            return default;
        }

        _program.Give(State.Telnet, Client);
        if (_program.ExitCode is { } code)
        {
            PtyLog.Ended(log, Connection.Id.ToString(), _program.Id, State.User ?? "", code);
            End(code is > SignalBase and not Interrupted ? $"\nThe program ended with code {code}: signal {code - SignalBase}.\n" : "");
            return default;
        }

        if (_program.OutputEnded) SetTimer(HangUpTimer, LeaveTime);
        if (_program.IsFull) SetTimer(TerminalTimer, TerminalRetry);
        return default;
    }
}
