namespace SocketGateway.Gateway.Configuration;

/// <summary>Binds the whole section; the keys of a service depend on its type.</summary>
internal sealed class GatewayBinder(IServiceTypeCatalog types, ICollection<ConfigurationFault> faults) : SectionBinder(faults)
{
    private readonly ICollection<ConfigurationFault> _faults = faults;

    public override object Bind(IConfigurationSection section, Type type) =>
        type == typeof(ServiceOptions) ? BindService(section) : base.Bind(section, type);

    private ServiceOptions BindService(IConfigurationSection section)
    {
        var name = section[nameof(ServiceOptions.Type)]?.Trim() ?? "";
        if (types.Find(name) is { } type) return BindService(section, type);
        if (name.Length > 0) Fault(section.GetSection(nameof(ServiceOptions.Type)), UnknownType(name));
        // Which further keys it may have is not known.
        return (ServiceOptions)Bind(section, [typeof(ServiceOptions)], strict: false)[0];
    }

    private ServiceOptions BindService(IConfigurationSection section, ServiceTypeRegistration type)
    {
        if (type.OptionsType is null) return ((ServiceOptions)base.Bind(section, typeof(ServiceOptions))) with { Type = type.Name };
        var records = Bind(section, [typeof(ServiceOptions), type.OptionsType], strict: true);
        foreach (var fault in type.Validate?.Invoke(records[1]) ?? [])
            _faults.Add(new ConfigurationFault(ConfigurationPath.Combine(section.Path, fault.Key), fault.Message));
        return ((ServiceOptions)records[0]) with { Type = type.Name, Settings = records[1] };
    }

    private string UnknownType(string name) => $"unknown type '{name}'{Spelling.Hint(name, types.Names)} (known: {string.Join(", ", types.Names)})";
}
