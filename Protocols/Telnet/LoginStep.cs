using System.Text;

namespace SocketGateway.Protocols.Telnet;

/// <summary>What a login wants done.</summary>
/// <param name="State">The state that follows.</param>
/// <param name="Output">Text to show; may be empty.</param>
/// <param name="Password">To be checked for <see cref="LoginState.UserName"/>, the result to be given to <see cref="Login.OnChecked"/>; null is no check.</param>
public readonly record struct LoginStep(LoginState State, string Output, string? Password = null)
{
    /// <summary>Whether typing is to be hidden from now on (<see cref="TelnetMachine.Expect"/>).</summary>
    public bool HideInput => State.Stage == LoginStage.Password;

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("State = ").Append(State).Append(", Password = ").Append(Password is null ? "(none)" : "(hidden)");
        return true;
    }
}
