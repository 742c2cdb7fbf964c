using System.Net;
using System.Text;
using SocketGateway.Protocols.Admission;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Preludes;
using SocketGateway.Protocols.Routes;
using SocketGateway.Protocols.Tests.Tls;

namespace SocketGateway.Protocols.Tests.Preludes;

public sealed class PreludeTests
{
    private const string Header = "PROXY TCP4 192.0.2.7 10.0.0.1 4000 80\r\n";

    private static readonly IPAddress Proxy = IPAddress.Parse("10.0.0.9");
    private static readonly IPAddress Stranger = IPAddress.Parse("203.0.113.5");
    private static readonly Route Ssh = new("ssh") { FirstBytes = ["SSH-"u8.ToArray()] };
    private static readonly Route Near = new("near") { Clients = new NetworkSet([IPNetwork.Parse("192.0.2.0/24")]) };

    [Fact]
    public void Without_header_and_bytes_to_look_at_it_is_done_at_once()
    {
        var prelude = Of(ProxyProtocolMode.Off, Stranger);
        Assert.Equal("own", prelude.Service);
    }

    [Theory]
    [InlineData(ProxyProtocolMode.Optional)]
    [InlineData(ProxyProtocolMode.Required)]
    public void A_header_cut_anywhere_is_waited_for_and_taken_off_as_one(ProxyProtocolMode mode)
    {
        var bytes = Encoding.ASCII.GetBytes(Header);
        var prelude = Of(mode, Proxy, Near);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(0, prelude.Look(bytes.AsSpan(0, length), isLast: false));
            Assert.False(prelude.IsDone);
        }

        Assert.Equal(bytes.Length, prelude.Look([.. bytes, .. "GET"u8], isLast: false));
        Assert.Equal("near", prelude.Service);
        Assert.Equal(IPAddress.Parse("192.0.2.7"), prelude.Client);
    }

    [Fact]
    public void Behind_the_header_come_the_bytes_that_tell_the_route()
    {
        var prelude = Of(ProxyProtocolMode.Required, Proxy, Ssh);
        Assert.Equal(Header.Length, prelude.Look(Encoding.ASCII.GetBytes(Header + "SSH-2"), isLast: false));
        Assert.False(prelude.IsDone);
        Assert.Equal(0, prelude.Look("SSH-2"u8, isLast: false));
        Assert.Equal("ssh", prelude.Service);
    }

    [Fact]
    public void Whoever_is_not_trusted_is_refused_where_a_header_is_required() =>
        Assert.Equal(CloseReasons.AccessDenied, Of(ProxyProtocolMode.Required, Stranger).Refusal);

    [Fact]
    public void The_header_of_whoever_is_not_trusted_is_the_clients_own_bytes()
    {
        var prelude = Of(ProxyProtocolMode.Optional, Stranger);
        Assert.Equal("own", prelude.Service);
        Assert.Null(prelude.Header);
        Assert.Equal(Stranger, prelude.Client);
    }

    [Theory]
    [InlineData(ProxyProtocolMode.Optional, "own", null)]
    [InlineData(ProxyProtocolMode.Required, null, CloseReasons.ProxyProtocolMissing)]
    public void Other_bytes_are_refused_or_the_clients(ProxyProtocolMode mode, string? service, string? refusal)
    {
        var prelude = Of(mode, Proxy);
        Assert.Equal(0, prelude.Look("GET / HTTP/1.1"u8, isLast: false));
        Assert.Equal((service, refusal), (prelude.Service, prelude.Refusal));
    }

    [Theory]
    [InlineData(ProxyProtocolMode.Optional)]
    [InlineData(ProxyProtocolMode.Required)]
    public void A_malformed_header_is_refused(ProxyProtocolMode mode)
    {
        var prelude = Of(mode, Proxy);
        Assert.Equal(0, prelude.Look("PROXY TCP4 nonsense\r\n"u8, isLast: false));
        Assert.Equal(CloseReasons.ProxyProtocolMalformed, prelude.Refusal);
    }

    [Theory]
    [InlineData(ProxyProtocolMode.Optional, "own", null)]
    [InlineData(ProxyProtocolMode.Required, null, CloseReasons.ProxyProtocolTimeout)]
    public void A_header_that_does_not_come_in_time_is_refused_or_not_needed(ProxyProtocolMode mode, string? service, string? refusal)
    {
        var prelude = Of(mode, Proxy, Ssh);
        prelude.Expire("PRO"u8);
        Assert.Equal((service, refusal), (prelude.Service, prelude.Refusal));
    }

    [Fact]
    public void Half_a_header_and_the_end_of_the_client_is_a_missing_one()
    {
        var prelude = Of(ProxyProtocolMode.Required, Proxy);
        prelude.Look("PROXY TCP4"u8, isLast: true);
        Assert.Equal(CloseReasons.ProxyProtocolMissing, prelude.Refusal);
    }

    [Fact]
    public void A_client_that_says_too_little_in_time_goes_to_the_listeners_own_service()
    {
        var prelude = Of(ProxyProtocolMode.Off, Stranger, Ssh);
        prelude.Look("SS"u8, isLast: false);
        Assert.False(prelude.IsDone);
        prelude.Expire("SS"u8);
        Assert.Equal("own", prelude.Service);
    }

    [Fact]
    public void A_long_hello_without_header_is_looked_at_as_a_whole_even_if_it_is_all_that_comes()
    {
        var hello = Hellos.With(Hellos.ServerName(Hellos.Name("a.example.org")), Hellos.Extension(21, new byte[10_000]));
        var prelude = Of(ProxyProtocolMode.Optional, Proxy, new Route("named") { ServerNames = ["a.example.org"] });
        Assert.Equal(0, prelude.Look(hello.AsSpan(0, prelude.MaxBytes), isLast: true));
        Assert.False(prelude.IsDone);
        Assert.True(prelude.MaxBytes > hello.Length);
        prelude.Look(hello, isLast: true);
        Assert.Equal("named", prelude.Service);
    }

    [Fact]
    public void A_proxy_that_speaks_for_itself_leaves_the_address_of_the_socket()
    {
        var prelude = Of(ProxyProtocolMode.Required, Proxy);
        prelude.Look("PROXY UNKNOWN\r\n"u8, isLast: false);
        Assert.Equal(("own", Proxy), (prelude.Service, prelude.Client));
    }

    private static Prelude Of(ProxyProtocolMode mode, IPAddress peer, params Route[] routes) =>
        new(new PreludeSettings(mode, new NetworkSet([IPNetwork.Parse("10.0.0.0/8")]), new RouteTable(routes, "own")), peer);
}
