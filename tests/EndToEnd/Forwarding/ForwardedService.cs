using SocketGateway.EndToEnd.Tls;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A service of type Forward, and a listener of the same name, on a port that the system chooses.</summary>
internal sealed record ForwardedService(string Name, params IReadOnlyList<TestDestination> Destinations)
{
    /// <summary>Further members of the service, as JSON: <c>"Retries": 1</c>.</summary>
    public string Keys { get; init; } = "";

    /// <summary>The listener closes those that are silent for this long.</summary>
    public string? IdleTimeout { get; init; }

    public bool Tls { get; init; }

    private string Listener => $$"""
        "{{Name}}": {
          "Address": "127.0.0.1", "Port": 0, "Service": "{{Name}}"
          {{(IdleTimeout is null ? "" : $$""", "Limits": { "IdleTimeout": "{{IdleTimeout}}" }""")}}
          {{(Tls ? $$""", "Tls": { "Certificate": { "Path": "{{TlsGateway.Certificate}}" } }""" : "")}}
        }
        """;

    private string Service => $$"""
        "{{Name}}": { "Type": "Forward", {{(Keys.Length > 0 ? Keys + "," : "")}} "Destinations": { {{string.Join(", ", Destinations.Select(d => d.Json))}} } }
        """;

    /// <summary>The settings of a gateway with these services.</summary>
    public static string Settings(params IReadOnlyList<ForwardedService> services) => $$"""
        {
          "SocketGateway": {
            "Listeners": { {{string.Join(", ", services.Select(s => s.Listener))}} },
            "Services": { {{string.Join(", ", services.Select(s => s.Service))}} }
          }
        }
        """;
}
