using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Telnet;

/// <summary>A console and an echo, on ports that the system chooses, and two users.</summary>
internal static class ConsoleSettings
{
    /// <summary>The user who may log in but is no operator.</summary>
    public const string Visitor = "visitor";

    /// <summary>The password of both users.</summary>
    public static string Password { get; } = UserDirectory.NewPassword();

    /// <summary>The settings as JSON, for a console of this type.</summary>
    public static string For(string type) => $$"""
        {
          "SocketGateway": {
            "Listeners": { "echo": { "Port": 0, "Service": "echo" }, "telnet": { "Port": 0, "Service": "console" } },
            "Services": { "echo": { "Type": "Echo" }, "console": { "Type": "{{type}}" } },
            "Users": {
              "operator": { "PasswordHash": "{{UserDirectory.Hash(Password)}}", "Roles": [ "{{User.OperatorRole}}" ] },
              "{{Visitor}}": { "PasswordHash": "{{UserDirectory.Hash(Password)}}" }
            }
          }
        }
        """;
}
