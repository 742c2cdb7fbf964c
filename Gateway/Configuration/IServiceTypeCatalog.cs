namespace SocketGateway.Gateway.Configuration;

/// <summary>The service types that a configuration may name.</summary>
internal interface IServiceTypeCatalog
{
    /// <summary>The names of all types.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The type of that name in any case, or null.</summary>
    ServiceTypeRegistration? Find(string name);
}
