using System.Globalization;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>What a gateway is started with.</summary>
internal sealed record GatewaySettings
{
    /// <summary>The small services only: most tests need no others.</summary>
    public const string SmallServices = """
        {
          "SocketGateway": {
            "Listeners": {
              "echo": { "Port": 7, "Service": "echo" }, "discard": { "Port": 9, "Service": "discard" },
              "daytime": { "Port": 13, "Service": "daytime" }, "chargen": { "Port": 19, "Service": "chargen" },
              "time": { "Port": 37, "Service": "time" }
            },
            "Services": {
              "echo": { "Type": "Echo" }, "discard": { "Type": "Discard" }, "daytime": { "Type": "Daytime" },
              "chargen": { "Type": "Chargen" }, "time": { "Type": "Time" }
            }
          }
        }
        """;

    /// <summary>The text of the file for <c>--config</c>; null for the bundled settings.</summary>
    public string? ConfigFile { get; init; } = SmallServices;

    /// <summary>The program's assembly.</summary>
    public string Program { get; init; } = Built.Gateway;

    /// <summary>Words before the command line, which take the process elsewhere: into a network namespace, for one. They must not leave a process of their own.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>Single settings, by their key below <c>SocketGateway</c>; given by the environment.</summary>
    public IReadOnlyList<(string Key, string Value)> Values { get; init; } = [];

    /// <summary>What is added to ports below 1024; null finds an offset at which all are free.</summary>
    public int? PortOffset { get; init; }

    /// <summary>Further words of the command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Other variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How many descriptors the process may open; null for as many as these tests may.</summary>
    public int? MaxDescriptors { get; init; }

    /// <summary>The environment of the process.</summary>
    public IEnumerable<KeyValuePair<string, string>> EnvironmentFor(int offset, int admin)
    {
        yield return new("SocketGateway__PortOffset", offset.ToString(CultureInfo.InvariantCulture));
        yield return new("SocketGateway__Admin__Url", $"http://127.0.0.1:{admin}");
        foreach (var (key, value) in Values) yield return new($"SocketGateway__{key.Replace(":", "__", StringComparison.Ordinal)}", value);
        foreach (var variable in Environment) yield return variable;
    }
}
