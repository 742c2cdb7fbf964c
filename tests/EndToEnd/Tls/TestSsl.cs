using System.Globalization;
using System.Text.Json;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Tls;

/// <summary>What testssl, as an administrator's auditor runs it, finds at a port of this machine.</summary>
internal static class TestSsl
{
    public const string Host = "gateway.example.org";

    /// <summary>Everything that testssl judges. What it does beside that by itself, to list each suite and to play well-known clients, only informs, and takes as long again.</summary>
    public static readonly string[] AllChecks =
        ["--protocols", "--standard", "--fs", "--server-preference", "--server-defaults", "--headers", "--vulnerable"];

    /// <summary>It starts hundreds of processes: a minute where nothing else runs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Why there is none on this machine; null when there is.</summary>
    public static string? Missing => File.Exists("/usr/bin/testssl") ? null : "testssl is not installed";

    /// <summary>Good and bad, in the order in which they were found.</summary>
    /// <param name="authority">Whom it trusts, and in whose directory it works.</param>
    /// <param name="port">The port of 127.0.0.1.</param>
    /// <param name="arguments">What is looked at, and how.</param>
    public static async Task<IReadOnlyList<TestSslFinding>> ScanAsync(TestAuthority authority, int port, params IEnumerable<string> arguments)
    {
        var at = port.ToString(CultureInfo.InvariantCulture);
        var (work, file) = (Directory.CreateDirectory(authority.Path(at)).FullName, authority.Path($"{at}.json"));

        // Its exit code counts oddities, so that it says nothing; whether it could do its work stands in the file.
        var run = await Shell.RunAsync(
            "testssl",
            ["--warnings", "off", "--color", "0", "--quiet", "--nodns", "none", "--ip", "127.0.0.1", "--add-ca", authority.File, "--jsonfile", file, .. arguments, $"{Host}:{at}"],
            [new("TMPDIR", work)],
            directory: work,
            patience: Patience);
        Assert.True(File.Exists(file), $"testssl wrote nothing:\n{run.Output}\n{run.Error}");
        return JsonSerializer.Deserialize<List<TestSslFinding>>(await File.ReadAllTextAsync(file), JsonSerializerOptions.Web)!;
    }
}
