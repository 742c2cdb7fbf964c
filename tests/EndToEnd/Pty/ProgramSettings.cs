using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>A Telnet service whose logins lead to a program, on a port that the system chooses.</summary>
internal static class ProgramSettings
{
    public const string User = "alice";

    /// <summary>A user without the role.</summary>
    public const string Stranger = "mallory";

    /// <summary>What the shell of <see cref="ForShell"/> says when it waits.</summary>
    public const string Prompt = "ready>";

    /// <summary>As whom programs run here: what root may choose, others may not.</summary>
    public static string? Account { get; } = Environment.IsPrivilegedProcess ? "nobody" : null;

    /// <summary>The name of <see cref="Account"/> as <c>id -un</c> prints it.</summary>
    public static string AccountName { get; } = Account ?? Environment.UserName;

    /// <summary>The password of all users.</summary>
    public static string Password { get; } = UserDirectory.NewPassword();

    // The older format is a hundred times as fast: these tests log in a lot.
    private static string Hash { get; } =
        new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV2 })).HashPassword(new(), Password);

    /// <summary>A shell with a plain prompt.</summary>
    public static string ForShell(string type = "Telnet", int maxPrograms = 100, int maxPerUser = 50) =>
        For(["/bin/sh"], type, maxPrograms, maxPerUser);

    /// <summary>A service of a type that has no keys of its own.</summary>
    public static string WithoutKeys(string type) => $$"""
        {
          "SocketGateway": {
            "Listeners": { "telnet": { "Port": 0, "Service": "shell" } },
            "Services": { "shell": { "Type": "{{type}}" } },
            "Users": { "{{User}}": { "PasswordHash": "{{Hash}}", "Roles": [ "login" ] } }
          }
        }
        """;

    /// <summary>The settings as JSON.</summary>
    public static string For(IReadOnlyList<string> command, string type = "Telnet", int maxPrograms = 100, int maxPerUser = 50, string? runAs = "", string? systemUser = null) =>
        JsonSerializer.Serialize(new
        {
            SocketGateway = new
            {
                Listeners = new { telnet = new { Port = 0, Service = "shell" } },
                Services = new
                {
                    shell = new
                    {
                        Type = type,
                        Command = command,
                        RunAs = runAs == "" ? Account : runAs,
                        Environment = new { PS1 = Prompt, GREETING = "hello" },
                        MaxPrograms = maxPrograms,
                        MaxProgramsPerUser = maxPerUser,
                    },
                },
                Users = new Dictionary<string, object>
                {
                    [User] = new { PasswordHash = Hash, Roles = new[] { "login" }, SystemUser = systemUser },
                    [Stranger] = new { PasswordHash = Hash, Roles = new[] { "files" } },
                },
            },
        });
}
