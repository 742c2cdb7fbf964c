using System.Runtime.InteropServices;

namespace SocketGateway.Gateway.Pty;

/// <summary>A user of the operating system.</summary>
/// <param name="Name">The login name.</param>
/// <param name="Id">The user id; 0 is root.</param>
/// <param name="Group">The id of the primary group.</param>
/// <param name="Home">The home directory.</param>
/// <param name="Shell">The login shell.</param>
internal sealed record SystemUser(string Name, uint Id, uint Group, string Home, string Shell)
{
    private const int MaxEntry = 64 * 1024;

    /// <summary>Whether this process may become any user.</summary>
    public static bool IsRoot => Libc.EffectiveUser() == 0;

    /// <summary>The user of this process; one without a name has its number for one.</summary>
    public static unsafe SystemUser Self
    {
        get
        {
            var id = Libc.EffectiveUser();
            return Find((entry, buffer, length, result) => Libc.FindUser(id, entry, buffer, length, result))
                ?? new SystemUser(id.ToString(System.Globalization.CultureInfo.InvariantCulture), id, id, "/", "/bin/sh");
        }
    }

    /// <summary>A user by name, null when there is none.</summary>
    public static unsafe SystemUser? Find(string name) =>
        Find((entry, buffer, length, result) => Libc.FindUser(name, entry, buffer, length, result));

    private static unsafe SystemUser? Find(Lookup lookup)
    {
        var bytes = new byte[MaxEntry];
        Libc.Password entry;
        Libc.Password* result = null;
        fixed (byte* buffer = bytes)
        {
            if (lookup(&entry, buffer, MaxEntry, &result) != 0 || result is null) return null;
            return new SystemUser(Text(entry.Name), entry.User, entry.Group, Text(entry.Home), Text(entry.Shell));
        }
    }

    private static unsafe string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private unsafe delegate int Lookup(Libc.Password* entry, byte* buffer, nuint length, Libc.Password** result);
}
