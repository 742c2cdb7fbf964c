using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Logins;

/// <summary>The answer to a login.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="User">Who has logged in; null unless accepted.</param>
/// <param name="Delay">How long the client is to wait for the answer, whatever it is, while nothing more of it is read.</param>
internal readonly record struct LoginAnswer(LoginVerdict Verdict, User? User, TimeSpan Delay);
