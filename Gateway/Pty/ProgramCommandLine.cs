using System.Globalization;

namespace SocketGateway.Gateway.Pty;

/// <summary>
/// How a program gets to its terminal without forking managed code: setsid makes a session, a shell opens the terminal, which so becomes the session's own, setpriv
/// becomes the user, a second shell goes to the directory. Each replaces itself by the next, so the program has the process id of the first.
/// </summary>
internal static class ProgramCommandLine
{
    // The gateway's own limit is far too high for programs that close every possible descriptor. Signals that whoever started the gateway had made it ignore, such as
    // nohup or a script's &, stay ignored in all that it starts, and only GNU's env undoes that.
    private const string ToTerminal = """
        exec <>"$1" >&0 2>&0
        shift
        ulimit -S -n 1024 2>/dev/null
        if /usr/bin/env --default-signal true 2>/dev/null; then exec /usr/bin/env --default-signal "$@"; fi
        exec "$@"
        """;

    private const string ToDirectory = """
        cd -- "$1" || cd /
        shift
        exec "$@"
        """;

    private const string UserPath = "/usr/local/bin:/usr/bin:/bin";
    private const string RootPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The words to start; what the gateway may do, it may not.</summary>
    /// <param name="tools">The tools of this machine.</param>
    /// <param name="start">What to run.</param>
    /// <param name="terminal">The programs' end of the terminal.</param>
    /// <param name="become">Whether to become another user, which only root can.</param>
    public static IReadOnlyList<string> Words(ProgramTools tools, ProgramStart start, string terminal, bool become)
    {
        var user = start.RunAs.Id.ToString(CultureInfo.InvariantCulture);
        var group = start.RunAs.Group.ToString(CultureInfo.InvariantCulture);
        return
        [
            tools.SetSession, tools.Shell, "-c", ToTerminal, "sh", terminal,
            tools.SetPrivileges, .. become ? (string[])[$"--reuid={user}", $"--regid={group}", "--init-groups"] : [], "--inh-caps=-all", "--ambient-caps=-all",
            tools.Shell, "-c", ToDirectory, "sh", Directory(start), .. start.Command,
        ];
    }

    /// <summary>The environment of a login: nothing of the gateway's, whose own may hold secrets.</summary>
    public static IReadOnlyDictionary<string, string> Environment(ProgramStart start)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = start.RunAs.Home,
            ["LANG"] = "C.UTF-8",
            ["LOGNAME"] = start.RunAs.Name,
            ["PATH"] = start.RunAs.Id == 0 ? RootPath : UserPath,
            ["SHELL"] = start.RunAs.Shell,
            ["TERM"] = start.Terminal,
            ["USER"] = start.RunAs.Name,
        };
        foreach (var (name, value) in start.Environment) variables[name] = value;
        return variables;
    }

    private static string Directory(ProgramStart start)
    {
        if (start.WorkingDirectory is { } directory) return directory;
        return System.IO.Directory.Exists(start.RunAs.Home) ? start.RunAs.Home : "/";
    }
}
