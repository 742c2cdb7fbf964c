namespace SocketGateway.Gateway.Configuration;

/// <summary>Reads and checks the section <c>SocketGateway</c>.</summary>
internal static class GatewayConfiguration
{
    private static readonly StringComparer Keys = StringComparer.OrdinalIgnoreCase;

    /// <summary>Everything that is wrong, or options that a gateway can start with.</summary>
    public static ConfigurationResult Read(IConfiguration configuration, IServiceTypeCatalog types)
    {
        var faults = new List<ConfigurationFault>();
        var warnings = new List<string>();
        var section = configuration.GetSection(GatewayOptions.Section);
        var options = (GatewayOptions)new GatewayBinder(types, faults).Bind(section, typeof(GatewayOptions));
        new GatewayValidator(options, faults, warnings).Check();
        if (faults.Count > 0) return new ConfigurationResult(null, WithoutEchoes(faults), []);

        warnings.AddRange(Exposure.Warnings(options));
        return new ConfigurationResult(Exposure.WithSafeAnonymousAccess(options), [], warnings);
    }

    /// <summary>One fault a key: what a check says about the default of a value that could not be read is no news.</summary>
    private static List<ConfigurationFault> WithoutEchoes(List<ConfigurationFault> faults) =>
        [.. faults.DistinctBy(fault => fault.Key, Keys).OrderBy(fault => fault.Key, Keys)];
}
