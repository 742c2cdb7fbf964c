using System.Buffers;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Sessions;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>Remote login (RFC 854) to the operator's console: does what <see cref="TelnetMachine"/> and <see cref="Login"/> ask for.</summary>
internal class TelnetSession(GatewayStart start, UserDirectory users, IConnections connections, ILogger<TelnetSession> log)
    : Session<TelnetSessionState>
{
    private const string LoginTimer = "login";
    private const string IdleTimer = "idle";
    private const string RetryTimer = "retry";

    private static readonly TimeSpan LoginLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ConsoleCommands _commands = new(start.Options, connections, log);

    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        State = new TelnetSessionState { Telnet = TelnetMachine.Start(new TelnetState(), Output) };
        SetTimer(LoginTimer, LoginLimit);
        Show("SocketGateway\n\n");
        Show(Login.Start());
        return default;
    }

    /// <summary>One event a step: so a flood of short lines with long answers is held by the output window like everything else.</summary>
    protected override async ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        if (State.Withheld is not null) return;
        var step = TelnetMachine.Next(State.Telnet, input, Output);
        if (step.Consumed == 0) return;
        Consume(step.Consumed);
        State = State with { Telnet = step.State };
        if (State.User is not null) SetTimer(IdleTimer, IdleLimit);
        await OnEventAsync(step.Event, stop);
    }

    protected override ValueTask OnTimerAsync(string name, CancellationToken stop)
    {
        switch (name)
        {
            case RetryTimer when State.Withheld is { } answer:
                Show(answer);
                State = State with { Withheld = null };
                if (State.Login.Stage == LoginStage.Refused) Close();
                break;
            case LoginTimer:
                End($"\nNobody logged in within {LoginLimit.TotalSeconds} seconds.\n");
                break;
            case IdleTimer:
                End($"\nNothing was typed for {IdleLimit.TotalMinutes} minutes.\n");
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
            case TelnetEvent.Interrupt or TelnetEvent.Break when State.User is null:
                Show(Login.OnInterrupt(State.Login));
                break;
            case TelnetEvent.Interrupt or TelnetEvent.Break:
                Show(ConsoleCommands.Prompt);
                break;
            case TelnetEvent.AreYouThere when State.User is null:
                Show("\n[yes]\n");
                break;
            case TelnetEvent.AreYouThere:
                Show($"\n[yes]\n{ConsoleCommands.Prompt}{State.Telnet.Line.Text}");
                break;
            case TelnetEvent.EndOfInput:
                End("\n");
                break;
            case TelnetEvent.Malformed malformed:
                TelnetLog.Malformed(log, Connection.Id.ToString(), malformed.Reason);
                break;
        }
    }

    private async ValueTask OnCommandAsync(string user, string line, CancellationToken stop)
    {
        var answer = await _commands.RunAsync(line, new ConsoleCaller(user, State.Role ?? "", Connection.Info, Connection.Service), stop);
        Show(answer.Format(State.Telnet.Columns));
        if (answer.Ends) Close();
        else Show(ConsoleCommands.Prompt);
    }

    private async ValueTask OnLoginLineAsync(TelnetEvent.Line line, CancellationToken stop)
    {
        var asked = Login.OnLine(State.Login, line);
        User? user = null;
        if (asked.Password is { } password)
        {
            user = await VerifyAsync(asked.State.UserName, password, stop);
            asked = Login.OnChecked(asked.State, user is not null);
        }

        if (asked.State.Failures > State.Login.Failures) Withhold(asked);
        else Show(asked);
        if (user is not null) Welcome(user);
    }

    private async Task<User?> VerifyAsync(string name, string password, CancellationToken stop)
    {
        var user = await users.VerifyAsync(name, password, stop);
        if (user is null) return null;
        if (Exposure.AllowsLogin(start.Options, start.Options.Listeners[Connection.Listener], user, Connection.Tls is not null)) return user;

        // Said to the log only: the client is not to learn that the password was right.
        TelnetLog.ClearText(log, Connection.Id.ToString(), user.Name, Connection.Service);
        return null;
    }

    private void Withhold(LoginStep asked)
    {
        // A stranger may type a password where a name belongs: only names that exist are written down.
        var known = users.Names.Contains(State.Login.UserName, StringComparer.OrdinalIgnoreCase);
        var name = known ? State.Login.UserName : "an unknown user";
        TelnetLog.LoginFailed(log, Connection.Id.ToString(), name, Connection.SocketPair.Peer);
        Set(asked.State, asked.HideInput);
        State = State with { Withheld = asked.Output };
        SetTimer(RetryTimer, RetryDelay);
    }

    private void Welcome(User user)
    {
        ClearTimer(LoginTimer);
        if (!user.IsOperator)
        {
            TelnetLog.NotAnOperator(log, Connection.Id.ToString(), user.Name, Connection.SocketPair.Peer);
            End("This console is for operators only.\n");
            return;
        }

        TelnetLog.LoggedIn(log, Connection.Id.ToString(), user.Name, Connection.SocketPair.Peer);
        State = State with { User = user.Name, Role = User.OperatorRole };
        SetTimer(IdleTimer, IdleLimit);
        Show($"Welcome, {user.Name}. Type help for the commands.\n{ConsoleCommands.Prompt}");
    }

    private void Show(LoginStep asked)
    {
        Show(asked.Output);
        Set(asked.State, asked.HideInput);
    }

    private void Show(string text) => TelnetEncoder.WriteText(text, Output);

    private void Set(LoginState login, bool hide) => State = State with { Login = login, Telnet = State.Telnet.HideInput(hide) };

    private void End(string farewell)
    {
        Show(farewell);
        Close();
    }
}
