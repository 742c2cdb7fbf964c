namespace SocketGateway.Gateway.Configuration;

/// <summary>The types that ship, and those that a program adds.</summary>
internal sealed class ServiceTypeCatalog : IServiceTypeCatalog
{
    private readonly Dictionary<string, ServiceTypeRegistration> _types = new(StringComparer.OrdinalIgnoreCase);

    public ServiceTypeCatalog()
    {
        foreach (var type in BuiltInServiceTypes.All) Add(type);
    }

    public IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>Adds a type. A second one of the same name is a mistake of the program.</summary>
    public ServiceTypeCatalog Add(ServiceTypeRegistration type)
    {
        if (!_types.TryAdd(type.Name, type))
            throw new ArgumentException($"There is already a service type {type.Name}.", nameof(type));
        return this;
    }

    /// <summary>Adds a type without options.</summary>
    public ServiceTypeCatalog Add(string name) => Add(new ServiceTypeRegistration(name));

    public ServiceTypeRegistration? Find(string name) => _types.GetValueOrDefault(name);
}
