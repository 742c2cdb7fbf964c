using SocketGateway.Gateway.Certificates;

namespace SocketGateway.Gateway.Tests.Certificates;

public sealed class ServerNameTableTests
{
    private static readonly ServerNameTable<string> Table = new("default", new Dictionary<string, string>
    {
        ["a.example.org"] = "a",
        ["*.example.org"] = "star",
        ["*.sub.example.org"] = "sub",
        ["XN--Bcher-kva.example"] = "books",
        ["straße.example"] = "street",
    });

    [Theory]
    [InlineData("a.example.org", "a")]
    [InlineData("A.EXAMPLE.org", "a")]
    [InlineData("b.example.org", "star")]
    [InlineData("B.Example.Org", "star")]
    [InlineData("a.sub.example.org", "sub")]
    [InlineData("a.b.example.org", "default")]
    [InlineData("example.org", "default")]
    [InlineData(".example.org", "default")]
    [InlineData("*.example.org", "star")]
    [InlineData("other.org", "default")]
    [InlineData("", "default")]
    [InlineData("bücher.example", "books")]
    public void The_name_itself_comes_before_a_star_which_is_one_label(string asked, string found) => Assert.Equal(found, Table.Find(asked));
}
