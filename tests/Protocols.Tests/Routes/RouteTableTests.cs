using System.Net;
using System.Text;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Routes;
using SocketGateway.Protocols.Tests.Tls;

namespace SocketGateway.Protocols.Tests.Routes;

public sealed class RouteTableTests
{
    private static readonly IPAddress Client = IPAddress.Parse("10.1.2.3");

    private static readonly Route Ssh = new("ssh") { FirstBytes = ["SSH-"u8.ToArray()] };
    private static readonly Route Http = new("http") { FirstBytes = ["GET "u8.ToArray(), "POST "u8.ToArray()] };

    [Fact]
    public void Without_routes_the_listeners_own_service_has_all()
    {
        var table = new RouteTable([], "own");
        Assert.False(table.NeedsBytes);
        Assert.Equal("own", table.Choose(Client, [], isLast: false, out _));
    }

    [Theory]
    [InlineData("SSH-2.0-x", "ssh")]
    [InlineData("SSH-", "ssh")]
    [InlineData("GET /", "http")]
    [InlineData("POST /", "http")]
    [InlineData("HELO", "own")]
    [InlineData("SSJ", "own")]
    [InlineData("SSH", null)]
    [InlineData("", null)]
    [InlineData("P", null)]
    public void First_bytes_decide_as_soon_as_they_can(string bytes, string? service) =>
        Assert.Equal(service, new RouteTable([Ssh, Http], "own").Choose(Client, Encoding.ASCII.GetBytes(bytes), isLast: false, out _));

    [Theory]
    [InlineData("SSH")]
    [InlineData("")]
    [InlineData("P")]
    public void A_client_that_says_no_more_goes_to_the_listeners_own_service(string bytes) =>
        Assert.Equal("own", new RouteTable([Ssh, Http], "own").Choose(Client, Encoding.ASCII.GetBytes(bytes), isLast: true, out _));

    [Fact]
    public void Addresses_need_no_bytes_and_the_first_route_that_fits_has_the_connection()
    {
        var table = new RouteTable([new("near") { Clients = Networks("10.1.0.0/16") }, new("far") { Clients = Networks("10.0.0.0/8") }], "own");
        Assert.False(table.NeedsBytes);
        Assert.Equal("near", table.Choose(Client, [], isLast: false, out _));
        Assert.Equal("far", table.Choose(IPAddress.Parse("10.2.0.1"), [], isLast: false, out _));
        Assert.Equal("own", table.Choose(IPAddress.Parse("11.0.0.1"), [], isLast: false, out _));
    }

    [Fact]
    public void A_service_that_goes_by_the_hello_waits_for_it_and_takes_clients_that_send_none()
    {
        var table = new RouteTable([new("named") { Clients = Networks("10.0.0.0/8"), WantsHello = true }], "own");
        var hello = Hellos.With(Hellos.ServerName(Hellos.Name("a.example.org")));
        Assert.Null(table.Choose(Client, hello.AsSpan(0, 20), isLast: false, out _));
        Assert.Equal("named", table.Choose(Client, hello, isLast: false, out var read));
        Assert.Equal("a.example.org", read!.ServerName);
        Assert.Equal("named", table.Choose(Client, "GET "u8, isLast: false, out _));
        Assert.Equal("named", table.Choose(Client, hello.AsSpan(0, 20), isLast: true, out _));
        Assert.Equal("own", table.Choose(IPAddress.Parse("192.0.2.1"), [], isLast: false, out _));
    }

    [Fact]
    public void An_earlier_route_that_may_still_fit_is_waited_for()
    {
        var table = new RouteTable([Ssh, new("all") { Clients = Networks("0.0.0.0/0") }], "own");
        Assert.Null(table.Choose(Client, "SS"u8, isLast: false, out _));
        Assert.Equal("all", table.Choose(Client, "SX"u8, isLast: false, out _));
        Assert.Equal("all", table.Choose(Client, "SS"u8, isLast: true, out _));
    }

    [Fact]
    public void A_route_of_another_network_is_not_waited_for()
    {
        var table = new RouteTable([Ssh with { Clients = Networks("192.168.0.0/16") }], "own");
        Assert.Equal("own", table.Choose(Client, [], isLast: false, out _));
    }

    [Theory]
    [InlineData("a.example.org", "a")]
    [InlineData("b.example.org", "star")]
    [InlineData("c.b.example.org", "own")]
    [InlineData("example.org", "own")]
    public void Host_names_are_matched_whole_and_a_star_is_one_label(string host, string service)
    {
        var table = new RouteTable([new("a") { ServerNames = ["a.example.org"] }, new("star") { ServerNames = ["*.example.org"] }], "own");
        var hello = Hello(host);
        Assert.Equal(service, table.Choose(Client, hello, isLast: false, out var read));
        Assert.Equal(host, read!.ServerName);
    }

    [Fact]
    public void A_hello_decides_with_its_last_byte_and_not_before()
    {
        var table = new RouteTable([new("a") { ServerNames = ["a.example.org"] }], "own");
        var hello = Hello("a.example.org");
        for (var length = 0; length < hello.Length; length++) Assert.Null(table.Choose(Client, hello.AsSpan(0, length), isLast: false, out _));
        Assert.Equal("a", table.Choose(Client, hello, isLast: false, out _));
        Assert.Equal("own", table.Choose(Client, hello.AsSpan(0, hello.Length - 1), isLast: true, out _));
    }

    [Fact]
    public void What_is_no_TLS_goes_elsewhere_at_once() =>
        Assert.Equal("own", new RouteTable([new("a") { ServerNames = ["a.example.org"] }], "own").Choose(Client, "GET / HTTP/1.1"u8, isLast: false, out _));

    [Fact]
    public void Application_protocols_are_any_of_those_offered()
    {
        var table = new RouteTable([new("h2") { Protocols = ["h2"] }, new("other") { Protocols = ["mqtt", "http/1.1"] }], "own");
        Assert.Equal("h2", table.Choose(Client, Hello("a.example.org", "http/1.1", "h2"), isLast: false, out _));
        Assert.Equal("other", table.Choose(Client, Hello("a.example.org", "http/1.1"), isLast: false, out _));
        Assert.Equal("own", table.Choose(Client, Hello("a.example.org"), isLast: false, out _));
    }

    private static NetworkSet Networks(params string[] networks) => new(networks.Select(IPNetwork.Parse));

    private static byte[] Hello(string host, params string[] protocols) =>
        protocols.Length == 0 ? Hellos.With(Hellos.ServerName(Hellos.Name(host))) : Hellos.With(Hellos.ServerName(Hellos.Name(host)), Hellos.Alpn(protocols));
}
