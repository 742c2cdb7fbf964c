namespace SocketGateway.Protocols.Sessions;

/// <summary>The version of a state type's serialized form, and the oldest that this code still reads.</summary>
/// <param name="version">Written with each state.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class StateVersionAttribute(int version) : Attribute
{
    /// <summary>Written with each state.</summary>
    public int Version { get; } = version;

    /// <summary>The oldest version that can be read; by default only <see cref="Version"/> itself.</summary>
    public int ReadsFrom { get; init; } = version;
}
