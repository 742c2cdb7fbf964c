using System.Diagnostics;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A test between network namespaces. Only who is not root may skip it in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Lack = new(Probe);

    public NamespaceFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "network namespaces need root";
        else if (Environment.GetEnvironmentVariable("CI") != "true") Skip = Lack.Value;
    }

    private static string? Probe()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--net", "ip", "link", "add", "probe", "type", "bridge"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"no network namespace can be made here: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"no network namespace can be made here: {e.Message}";
        }
    }
}
