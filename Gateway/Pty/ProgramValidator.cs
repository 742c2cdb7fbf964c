using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Pty;

/// <summary>Checks that the program of a Telnet service can be run on this machine.</summary>
internal static class ProgramValidator
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static IEnumerable<ConfigurationFault> Validate(TelnetServiceOptions options)
    {
        if (!options.HasProgram)
        {
            foreach (var key in Idle(options)) yield return new ConfigurationFault(key, "has no effect without Command");
            yield break;
        }

        if (!OperatingSystem.IsLinux())
        {
            yield return new ConfigurationFault("Command", "programs at a terminal need Linux");
            yield break;
        }

        foreach (var tool in ProgramTools.Missing()) yield return new ConfigurationFault("Command", $"needs {tool} of util-linux, which this machine lacks");
        if (ProgramFault(options.Command[0]) is { } fault) yield return new ConfigurationFault("Command:0", fault);
        if (ProgramAccount.Fault(options.RunAs) is { } account) yield return new ConfigurationFault("RunAs", account);
        if (options.WorkingDirectory is { } directory && !(Path.IsPathRooted(directory) && Directory.Exists(directory)))
            yield return new ConfigurationFault("WorkingDirectory", $"there is no directory {directory} by its full path");
        foreach (var name in options.Environment.Keys.Where(name => !IsVariable(name)))
            yield return new ConfigurationFault($"Environment:{name}", "a variable's name has letters, digits and '_', and starts with none of the digits");
        if (options.MaxPrograms < 1) yield return new ConfigurationFault("MaxPrograms", "must be at least 1");
        if (options.MaxProgramsPerUser < 1) yield return new ConfigurationFault("MaxProgramsPerUser", "must be at least 1");
    }

    private static IEnumerable<string> Idle(TelnetServiceOptions options)
    {
        var usual = new TelnetServiceOptions();
        if (options.RunAs is not null) yield return nameof(options.RunAs);
        if (options.WorkingDirectory is not null) yield return nameof(options.WorkingDirectory);
        if (options.Environment.Count > 0) yield return nameof(options.Environment);
        if (options.MaxPrograms != usual.MaxPrograms) yield return nameof(options.MaxPrograms);
        if (options.MaxProgramsPerUser != usual.MaxProgramsPerUser) yield return nameof(options.MaxProgramsPerUser);
    }

    private static string? ProgramFault(string program)
    {
        if (!Path.IsPathRooted(program)) return $"'{program}' is not a full path: nobody's PATH is looked at";
        if (!File.Exists(program)) return $"there is no program {program}";
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(program) & AnyExecute) == 0 ? $"{program} is not executable" : null;
    }

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
