using System.Globalization;
using SocketGateway.Gateway.Tests.Architecture;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>A unit of <c>deploy/systemd</c>: each key with its values, in order.</summary>
internal sealed class SystemdUnit(string name)
{
    private readonly ILookup<string, string> _settings = Lines(name).ToLookup(pair => pair.Key, pair => pair.Value);

    public IEnumerable<string> this[string key] => _settings[key];

    public TimeSpan Seconds(string key) => TimeSpan.FromSeconds(int.Parse(Assert.Single(this[key]), CultureInfo.InvariantCulture));

    /// <summary>The lines KEY=VALUE of a file of <c>deploy/systemd</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Lines(string file) => File
        .ReadLines(Path.Combine(Repository.Root, "deploy", "systemd", file))
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .Select(pair => KeyValuePair.Create(pair[0], pair[1]));
}
