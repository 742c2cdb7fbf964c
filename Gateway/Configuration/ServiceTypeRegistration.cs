namespace SocketGateway.Gateway.Configuration;

/// <summary>A service type by name, and the record that holds its keys in the section of a service.</summary>
/// <param name="Name">The value of the key <c>Type</c>.</param>
/// <param name="OptionsType">A record with a constructor without parameters, or null when the type has no keys.</param>
internal sealed record ServiceTypeRegistration(string Name, Type? OptionsType = null)
{
    /// <summary>The session class; it may take the options record, a <see cref="Services.ServiceContext"/> and anything registered in its constructor.</summary>
    public Type? Session { get; init; }

    /// <summary>Checks the bound options; the keys of its faults are relative to the service's section.</summary>
    public Func<object, IEnumerable<ConfigurationFault>>? Validate { get; init; }

    /// <summary>Shell commands that try a service of this type at a host and port, for the table at start.</summary>
    public Func<TryMeTarget, IEnumerable<string>>? TryMe { get; init; }

    /// <summary>Whether its clients log in with a name and a password.</summary>
    public bool HasLogins { get; init; }

    /// <summary>A type with options of its own.</summary>
    public static ServiceTypeRegistration Of<TOptions>(string name, Func<TOptions, IEnumerable<ConfigurationFault>>? validate = null)
        where TOptions : class, new() =>
        new(name, typeof(TOptions)) { Validate = validate is null ? null : options => validate((TOptions)options) };
}
