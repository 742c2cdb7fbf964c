using System.Reflection;
using PublicApiGenerator;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Tests.Architecture;

/// <summary>
/// What other people's code is compiled against changes only on purpose. After a wanted change copy the file that the failure names over the approved one.
/// </summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<Assembly> Libraries => [typeof(Session).Assembly, typeof(SocketGatewayExtensions).Assembly];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_surface_is_the_approved_one(Assembly library)
    {
        var name = library.GetName().Name;
        var approved = Path.Combine(Repository.Root, "tests", "Gateway.Tests", "Architecture", $"{name}.approved.txt");
        var received = Path.Combine(Path.GetTempPath(), $"{name}.received.txt");
        var actual = library.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, ExcludeTypes = [] });
        if (File.Exists(approved) && File.ReadAllText(approved).Trim() == actual.Trim()) return;
        File.WriteAllText(received, actual.Trim() + "\n");
        Assert.Fail($"the public surface of {name} changed: compare {approved} with {received}");
    }

    [Fact]
    public void The_actors_are_nobodys_business() => Assert.Empty(typeof(SocketGateway.Actors.Messages.ServicePolicy).Assembly.GetExportedTypes());
}
