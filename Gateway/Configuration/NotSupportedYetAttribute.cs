namespace SocketGateway.Gateway.Configuration;

/// <summary>Keys that the section of a record will have one day. Setting one is an error that says so: a setting that did nothing would
/// be worse.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NotSupportedYetAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys { get; } = keys;
}
