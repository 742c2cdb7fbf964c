namespace SocketGateway.Protocols.Telnet;

/// <summary>The dialogue of a login: a name, a password, at most three attempts. Checking the password is the caller's.</summary>
public static class Login
{
    /// <summary>Attempts before the login is refused.</summary>
    public const int MaxAttempts = 3;

    private const string NamePrompt = "login: ";
    private const string PasswordPrompt = "Password: ";
    private const string Busy = "Too many logins at this moment\r\n";
    private const string LockedOut = "Too many failed logins, try again later\r\n";
    private const string Incorrect = "Login incorrect\r\n";

    /// <summary>Shows the first prompt.</summary>
    public static LoginStep Start() => new(new LoginState(), NamePrompt);

    /// <summary>A line came. A line above its bound is nobody's name and nobody's password.</summary>
    public static LoginStep OnLine(LoginState state, TelnetEvent.Line line)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(line);
        return state.Stage switch
        {
            LoginStage.UserName when line.Truncated || string.IsNullOrWhiteSpace(line.Text) => new(state, NamePrompt),
            LoginStage.UserName => new(state with { Stage = LoginStage.Password, UserName = line.Text.Trim() }, PasswordPrompt),
            LoginStage.Password when line.Truncated => OnChecked(state, accepted: false),
            LoginStage.Password => new(state, "", line.Text),
            _ => new(state, ""),
        };
    }

    /// <summary>The password was checked.</summary>
    public static LoginStep OnChecked(LoginState state, bool accepted)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Stage != LoginStage.Password)
        {
            return new(state, "");
        }
        if (accepted)
        {
            return new(state with { Stage = LoginStage.Accepted }, "");
        }
        var failures = state.Failures + 1;
        return failures >= MaxAttempts
            ? new(new LoginState { Stage = LoginStage.Refused, Failures = failures }, Incorrect)
            : new(new LoginState { Failures = failures }, Incorrect + NamePrompt);
    }

    /// <summary>The password could not be checked: back to the name, and no attempt is lost.</summary>
    public static LoginStep OnBusy(LoginState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Stage == LoginStage.Password ? new(new LoginState { Failures = state.Failures }, Busy + NamePrompt) : new(state, "");
    }

    /// <summary>Too many logins of this client failed, on whatever connections: none is checked any more.</summary>
    public static LoginStep OnLockedOut(LoginState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Stage is LoginStage.UserName or LoginStage.Password
            ? new(new LoginState { Stage = LoginStage.Refused, Failures = state.Failures }, LockedOut)
            : new(state, "");
    }

    /// <summary>Ctrl-C: back to the name. It is no way to try again for nothing, since an attempt counts when it is checked.</summary>
    public static LoginStep OnInterrupt(LoginState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Stage is LoginStage.UserName or LoginStage.Password
            ? new(new LoginState { Failures = state.Failures }, NamePrompt)
            : new(state, "");
    }
}
