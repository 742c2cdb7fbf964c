using System.Text;
using System.Text.Json;

namespace SocketGateway.Gateway.Configuration;

/// <summary>
/// Where the program's configuration comes from; later ones win: the file, systemd's credentials (a file each, named as the environment variable would be), the
/// environment, the command line.
/// </summary>
internal static class ConfigurationSources
{
    private const string BundledName = "appsettings.json";

    /// <summary>The settings that are part of the program.</summary>
    public static Stream OpenBundled() =>
        typeof(ConfigurationSources).Assembly.GetManifestResourceStream(BundledName)
        ?? throw new InvalidOperationException($"The resource {BundledName} is not part of the program.");

    /// <summary>All sources together, or null and why a file cannot be read.</summary>
    /// <param name="file">A file to read instead of the bundled settings, or null.</param>
    /// <param name="overrides">Keys and values of the command line.</param>
    /// <param name="fault">What is wrong with the file.</param>
    public static IConfigurationRoot? Load(
        string? file, IEnumerable<KeyValuePair<string, string?>> overrides, out ConfigurationFault? fault)
    {
        fault = null;
        var builder = new ConfigurationBuilder();
        try
        {
            using var json = file is null ? OpenBundled() : File.OpenRead(file);
            builder.AddJsonStream(json);
            if (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials) builder.AddKeyPerFile(credentials, optional: true);
            return builder.AddEnvironmentVariables().AddInMemoryCollection(overrides).Build();
        }
        catch (Exception e) when (IsFaultOfFile(e))
        {
            fault = new ConfigurationFault(file ?? BundledName, Explain(e));
            return null;
        }
    }

    /// <summary>Whether the file is to blame. Half of a surrogate pair in a string of JSON is no <see cref="JsonException"/>.</summary>
    public static bool IsFaultOfFile(Exception error) =>
        error is IOException or UnauthorizedAccessException or FormatException or JsonException or InvalidOperationException;

    private static string Explain(Exception exception)
    {
        // The outer message of a malformed file only says that it is one.
        var text = new StringBuilder(exception.Message);
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException) text.Append(' ').Append(inner.Message);
        return text.ToString();
    }
}
