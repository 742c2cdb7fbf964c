using System.Runtime.InteropServices;

namespace SocketGateway.Gateway.Configuration;

/// <summary>How many descriptors the process may open: RLIMIT_NOFILE. .NET raises the soft limit to the hard one at start.</summary>
internal static class DescriptorLimit
{
    private const int LinuxResource = 7;
    private const int MacResource = 8;

    /// <summary>The limit, or null where there is none.</summary>
    public static long? Read()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return null;
        if (GetLimit(OperatingSystem.IsLinux() ? LinuxResource : MacResource, out var limit) != 0) return null;
        return limit.Current < int.MaxValue ? (long)limit.Current : null;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Current;
        public nuint Maximum;
    }
}
