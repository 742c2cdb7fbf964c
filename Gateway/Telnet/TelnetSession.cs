using System.Buffers;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Pty;
using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Remote login (RFC 854) to the operator's console, or to a program: does what <see cref="TelnetMachine"/> and <see cref="Login"/> ask for.</summary>
internal partial class TelnetSession(
    GatewayStart start,
    UserDirectory users,
    LoginGuard guard,
    ConsoleCommands console,
    IConnections connections,
    IConnectionEvents events,
    ProgramRegistry programs,
    TimeProvider clock,
    ILogger<TelnetSession> log) : Session<TelnetSessionState>
{
    private const string LoginTimer = "login";
    private const string IdleTimer = "idle";
    private const string RetryTimer = "retry";
    private const string ViewTimer = "view";

    private readonly LiveViews _views = new(connections, events, clock);

    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        State = new TelnetSessionState { Telnet = TelnetMachine.Start(new TelnetState(), Output) };
        SetTimer(LoginTimer, Settings.LoginTimeout);
        Show("SocketGateway\n\n");
        BeginLogin();
        return default;
    }

    /// <summary>One event a step: so a flood of short lines with long answers is held by the output window like everything else.</summary>
    protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        if (State.Withheld is not null) return;
        if (State.Program)
        {
            await OnProgramInput(input);
            return;
        }

        var step = TelnetMachine.Next(State.Telnet, input, Output);
        if (step.Consumed == 0)
        {
            if (InputEnded) Consume(input.Length);
            return;
        }

        Consume(step.Consumed);
        State = State with { Telnet = step.State };
        if (State.User is not null) SetTimer(IdleTimer, Settings.IdleTimeout);
        await OnEventAsync(step.Event, stop);
    }

    protected override ValueTask OnTimerAsync(string name, CancellationToken stop)
    {
        switch (name)
        {
            case RetryTimer when State.Withheld is { } answer:
                return EndWaitAsync(answer);
            case ViewTimer when State.View is { } view:
                return RefreshAsync(view, stop);
            case TerminalTimer:
                return MoveProgram();
            case HangUpTimer:
                End("");
                break;
            case LoginTimer:
                End($"\nNobody logged in within {ConsoleText.Time(Settings.LoginTimeout)}.\n");
                break;
            case IdleTimer:
                End($"\nNothing was typed for {ConsoleText.Time(Settings.IdleTimeout)}.\n");
                break;
        }

        return default;
    }

    protected override ValueTask OnDrainingAsync(TimeSpan remaining, CancellationToken stop)
    {
        End("\nThe gateway stops.\n");
        return default;
    }

    private async ValueTask OnEventAsync(TelnetEvent? happened, CancellationToken stop)
    {
        switch (happened)
        {
            case TelnetEvent.Line line when State.User is { } user:
                await OnCommandAsync(user, line.Text, stop);
                break;
            case TelnetEvent.Line line:
                await OnLoginLineAsync(line, stop);
                break;
            case TelnetEvent.Key key when State.View is { } view:
                OnKey(view, key.Value.Value);
                break;
            case TelnetEvent.Interrupt or TelnetEvent.Break or TelnetEvent.AbortOutput when State.View is not null:
                EndView();
                break;
            case TelnetEvent.Interrupt or TelnetEvent.Break when State.User is null:
                Show(Login.OnInterrupt(State.Login));
                break;
            case TelnetEvent.Interrupt or TelnetEvent.Break:
                Prompt();
                break;
            case TelnetEvent.AreYouThere:
                Show("\n[yes]\n");
                if (State.View is null) TelnetMachine.Redraw(State.Telnet, Output);
                break;
            case TelnetEvent.EndOfInput:
                End("\n");
                break;
            case TelnetEvent.Malformed malformed:
                TelnetLog.Malformed(log, Connection.Id.ToString(), malformed.Reason);
                break;
        }
    }

    private void Show(string text) => TelnetEncoder.WriteText(text, Output);

    private void End(string farewell)
    {
        Show(State.View?.Kind == ConsoleView.Kinds.Watch ? LiveViews.ShowCursor + farewell : farewell);
        Close();
        _program?.Dispose();
    }
}
