using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Logins;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Gateway.Telnet;

/// <summary>From the first prompt to somebody who is known. Answers wait in the state, so that no crash shortens what a wrong password costs.</summary>
internal partial class TelnetSession
{
    private void BeginLogin()
    {
        if (!guard.IsLockedOut(Connection.SocketPair.Peer.Address))
        {
            Show(Login.Start());
            return;
        }

        TelnetLog.LockedOut(log, Connection.Id.ToString(), Connection.SocketPair.Peer);
        Show(Login.OnLockedOut(State.Login));
        Close();
    }

    private async ValueTask OnLoginLineAsync(TelnetEvent.Line line, CancellationToken stop)
    {
        var asked = Login.OnLine(State.Login, line);
        if (asked.Password is { } password)
        {
            await CheckAsync(asked.State, password, stop);
        }
        else if (asked.State.Failures > State.Login.Failures)
        {
            // A line that is longer than any password.
            Withhold(asked, start.Options.Logins.FailureDelay);
        }
        else
        {
            Show(asked);
        }
    }

    private async ValueTask CheckAsync(LoginState login, string password, CancellationToken stop)
    {
        var peer = Connection.SocketPair.Peer;
        var answer = await guard.VerifyAsync(peer.Address, login.UserName, password, MayLogIn, stop);
        switch (answer.Verdict)
        {
            case LoginVerdict.Accepted when answer.Delay > TimeSpan.Zero:
                Withhold(Login.OnChecked(login, accepted: true), answer.Delay, answer.User!.Name);
                break;
            case LoginVerdict.Accepted:
                Show(Login.OnChecked(login, accepted: true));
                await WelcomeAsync(answer.User!);
                break;
            case LoginVerdict.LockedOut:
                TelnetLog.LockedOut(log, Connection.Id.ToString(), peer);
                Withhold(Login.OnLockedOut(login), answer.Delay);
                break;
            case LoginVerdict.Busy:
                Withhold(Login.OnBusy(login), answer.Delay);
                break;
            default:
                // A stranger may type a password where a name belongs: only names that exist are written down.
                TelnetLog.LoginFailed(log, Connection.Id.ToString(), users.Has(login.UserName) ? login.UserName : "an unknown user", peer);
                Withhold(Login.OnChecked(login, accepted: false), answer.Delay);
                break;
        }
    }

    private bool MayLogIn(User user)
    {
        if (Exposure.AllowsLogin(start.Options, Connection, user)) return true;

        // Said to the log only: the client is not to learn that the password was right.
        TelnetLog.ClearText(log, Connection.Id.ToString(), user.Name, Connection.Service);
        return false;
    }

    private void Withhold(LoginStep asked, TimeSpan delay, string? accepted = null)
    {
        Expect(asked);
        State = State with { Withheld = asked.Output, Accepted = accepted };
        SetTimer(RetryTimer, delay);
    }

    private async ValueTask EndWaitAsync(string answer)
    {
        Show(answer);
        var accepted = State.Accepted;
        State = State with { Withheld = null, Accepted = null };
        if (State.Login.Stage == LoginStage.Refused) Close();
        if (accepted is not null && users.Find(accepted) is { } user) await WelcomeAsync(user);
    }

    private async ValueTask WelcomeAsync(User user)
    {
        ClearTimer(LoginTimer);
        if (Settings.HasProgram)
        {
            await StartProgramAsync(user, Settings);
            return;
        }

        if (!user.IsOperator)
        {
            TelnetLog.NotAnOperator(log, Connection.Id.ToString(), user.Name, Connection.SocketPair.Peer);
            End("This console is for operators only.\n");
            return;
        }

        TelnetLog.LoggedIn(log, Connection.Id.ToString(), user.Name, Connection.SocketPair.Peer);
        State = State with { User = user.Name, Role = User.OperatorRole };
        SetTimer(IdleTimer, Settings.IdleTimeout);
        Show($"Welcome, {user.Name}. Type help for the commands.\n");
        Prompt();
    }

    private void Show(LoginStep asked)
    {
        Show(asked.Output);
        Expect(asked);
    }

    /// <summary>The prompt is the last line of what is shown.</summary>
    private void Expect(LoginStep asked) => State = State with
    {
        Login = asked.State,
        Telnet = TelnetMachine.Expect(State.Telnet, asked.Output[(asked.Output.LastIndexOf('\n') + 1)..], Output, asked.HideInput),
    };
}
