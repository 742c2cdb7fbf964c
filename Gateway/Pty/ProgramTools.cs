namespace SocketGateway.Gateway.Pty;

/// <summary>The tools of the system that start a program at a terminal; looked for where the system keeps them, not in anybody's PATH.</summary>
/// <param name="Shell">The POSIX shell.</param>
/// <param name="SetSession">Makes the program the leader of a session of its own (util-linux).</param>
/// <param name="SetPrivileges">Makes it another user's (util-linux).</param>
internal sealed record ProgramTools(string Shell, string SetSession, string SetPrivileges)
{
    private static readonly string[] Names = ["sh", "setsid", "setpriv"];
    private static readonly string[] Places = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

    /// <summary>The tools of this machine.</summary>
    /// <exception cref="ProgramException">One is missing.</exception>
    public static ProgramTools Find() => new(Find("sh"), Find("setsid"), Find("setpriv"));

    /// <summary>The names of those that this machine lacks.</summary>
    public static IEnumerable<string> Missing() => Names.Where(name => Look(name) is null);

    private static string Find(string name) => Look(name) ?? throw new ProgramException($"there is no {name} in {string.Join(", ", Places)}");

    private static string? Look(string name) => Places.Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);
}
