using SocketGateway.Protocols.Admission;

namespace SocketGateway.Protocols.Routes;

/// <summary>Which connections of a listener go to another service than its own: those that meet everything that is asked here.</summary>
/// <param name="Service">Where they go.</param>
internal sealed record Route(string Service)
{
    /// <summary>Networks of which one must have the client; null: any.</summary>
    public NetworkSet? Clients { get; init; }

    /// <summary>Host names of which the client's ClientHello must have one, in lower case: <c>a.example.org</c>, or <c>*.example.org</c> for one more label; empty: any, or none.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>Application protocols of which its ClientHello must offer one; empty: any, or none.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>What its first bytes may be; empty: anything.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> FirstBytes { get; init; } = [];

    /// <summary>Its service goes by what a ClientHello says; a client that sends none is welcome too.</summary>
    public bool WantsHello { get; init; }

    /// <summary>It can only be told from a ClientHello.</summary>
    public bool NeedsHello => ServerNames.Count > 0 || Protocols.Count > 0;
}
