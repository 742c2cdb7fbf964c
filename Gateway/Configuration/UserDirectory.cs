using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace SocketGateway.Gateway.Configuration;

/// <summary>
/// Those who may log in. Without configured users: <c>operator</c> with a random password while only this machine can reach the
/// gateway and it is the only node, else nobody.
/// </summary>
internal sealed class UserDirectory
{
    private const string PasswordAlphabet = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 24;

    /// <summary>Longer ones are refused before they are hashed.</summary>
    private const int LongestPassword = 1024;

    private static readonly PasswordHasher<User> Hasher = new();
    private static readonly User Nobody = new("", null, new HashSet<string>());

    private readonly Dictionary<string, (User User, string Hash)> _users;
    private readonly string _hashOfNobody = Hash(NewPassword());

    private UserDirectory(Dictionary<string, (User, string)> users, string? generatedPassword)
    {
        _users = users;
        GeneratedPassword = generatedPassword;
    }

    /// <summary>The password of the user <c>operator</c> made here, to be printed once; null when users are configured or none is
    /// made.</summary>
    public string? GeneratedPassword { get; }

    /// <summary>The names of all users.</summary>
    public IReadOnlyCollection<string> Names => _users.Keys;

    /// <summary>Whether somebody has this name.</summary>
    public bool Has(string name) => _users.ContainsKey(name);

    /// <summary>A user by name, without a password; null when nobody has it.</summary>
    public User? Find(string name) => _users.TryGetValue(name, out var entry) ? entry.User : null;

    /// <summary>The directory for a configuration.</summary>
    public static UserDirectory For(GatewayOptions options)
    {
        var users = options.Users.ToDictionary(
            user => user.Key,
            user => (new User(user.Key, user.Value.Home, RoleSet(user.Value.Roles)) { SystemUser = user.Value.SystemUser }, user.Value.PasswordHash),
            StringComparer.OrdinalIgnoreCase);
        if (users.Count > 0 || options.Cluster.Enabled || Exposure.IsExposed(options)) return new UserDirectory(users, null);

        var password = NewPassword();
        users[User.OperatorRole] = (new User(User.OperatorRole, null, RoleSet([User.OperatorRole, User.FilesRole, User.LoginRole])), Hash(password));
        return new UserDirectory(users, password);
    }

    /// <summary>
    /// The user, or null when the name is unknown or the password wrong; both take the same time. It hashes, tens of milliseconds of
    /// work: not for an actor's own thread.
    /// </summary>
    public User? Verify(string name, string password)
    {
        if (password.Length > LongestPassword) return null;
        var known = _users.TryGetValue(name, out var entry);
        var result = Hasher.VerifyHashedPassword(known ? entry.User : Nobody, known ? entry.Hash : _hashOfNobody, password);
        return known && result != PasswordVerificationResult.Failed ? entry.User : null;
    }

    /// <summary>What to configure as <see cref="UserOptions.PasswordHash"/>.</summary>
    public static string Hash(string password) => Hasher.HashPassword(Nobody, password);

    /// <summary>Whether the text has the form of a hash: base64, with the mark and at least the length of one of the two formats.</summary>
    public static bool IsHash(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && bytes.AsSpan(0, length) is [0, ..] and { Length: 49 } or [1, ..] and { Length: >= 45 };
    }

    /// <summary>24 characters, 139 bits, none that looks like another.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(PasswordAlphabet, PasswordLength);

    private static HashSet<string> RoleSet(IEnumerable<string> roles) => new(roles, StringComparer.OrdinalIgnoreCase);
}
