namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>A property that does not hold of an input.</summary>
internal sealed class FuzzFailedException(FuzzProperty property, string detail) : Exception($"{property}: {detail}")
{
    public FuzzProperty Property => property;
}
