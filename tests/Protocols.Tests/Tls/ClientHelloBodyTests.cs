using System.Net.Security;
using CsCheck;
using SocketGateway.Protocols.Peeking;
using SocketGateway.Protocols.Tests.Peeking;
using SocketGateway.Protocols.Tls;

namespace SocketGateway.Protocols.Tests.Tls;

/// <summary>The message itself (RFC 8446 section 4.1.2), its server name (RFC 6066 section 3) and its protocols (RFC 7301 section 3.1).</summary>
public class ClientHelloBodyTests
{
    private static readonly Gen<string> Label = Gen.String[Gen.Char["abcXYZ019-_"], 1, 63];
    private static readonly Gen<string> Host = Label.Array[1, 3].Select(labels => string.Join('.', labels));

    [Fact]
    public void A_hello_without_extensions_says_nothing()
    {
        foreach (var body in (byte[][])[Hellos.Beginning(), Hellos.Body(), Hellos.Beginning(sessionId: 0), Hellos.Beginning(compressions: [1, 0])])
        {
            var hello = Read(Hellos.Records(Hellos.Message(body)));
            Assert.Null(hello.ServerName);
            Assert.Empty(hello.Protocols);
        }
    }

    [Fact]
    public void A_hello_of_another_major_version_is_refused() => AssertMalformed(Hellos.Beginning(major: 2), "bad_hello");

    [Fact]
    public void A_session_id_of_more_than_32_bytes_is_refused() => AssertMalformed(Hellos.Beginning(sessionId: 33), "bad_hello");

    [Fact]
    public void A_hello_without_a_cipher_suite_or_with_half_of_one_is_refused()
    {
        AssertMalformed(Hellos.Beginning(suites: []), "bad_hello");
        AssertMalformed(Hellos.Beginning(suites: [0x13]), "bad_hello");
        AssertMalformed(Hellos.Beginning(suites: [0x13, 1, 0x13]), "bad_hello");
    }

    [Fact]
    public void A_hello_without_a_compression_method_is_refused() => AssertMalformed(Hellos.Beginning(compressions: []), "bad_hello");

    [Fact]
    public void A_hello_whose_length_cuts_it_off_anywhere_is_refused()
    {
        var body = Hellos.Body(Hellos.ServerName(Hellos.Name("shop.example")));
        var beginning = Hellos.Beginning().Length;
        for (var length = 0; length < body.Length; length++)
        {
            // Just in front of the extensions it is a hello of old.
            if (length != beginning) AssertMalformed(body[..length], length < beginning ? "bad_hello" : "bad_extensions");
        }
    }

    [Fact]
    public void Bytes_behind_the_extensions_are_refused() => AssertMalformed([.. Hellos.Body(Hellos.Alpn("h2")), 0], "bad_extensions");

    [Fact]
    public void An_extension_that_its_list_cuts_off_is_refused()
    {
        AssertMalformed(Hellos.Body([0]), "bad_extensions");
        AssertMalformed(Hellos.Body([0, 0, 0]), "bad_extensions");
        AssertMalformed(Hellos.Body([0x0A, 0x0A, 0, 1]), "bad_extensions");
    }

    [Fact]
    public void Extensions_that_are_not_known_are_skipped() =>
        Assert.Equal("x", Read(Hellos.With(Hellos.Extension(0x0A0A, [1, 2, 3]), Hellos.ServerName(Hellos.Name("x")), Hellos.Extension(0xFFFF, []))).ServerName);

    [Fact]
    public void A_second_server_name_or_protocol_extension_is_refused()
    {
        AssertMalformed(Hellos.Body(Hellos.ServerName(Hellos.Name("x")), Hellos.ServerName(Hellos.Name("x"))), "duplicate_extension");
        AssertMalformed(Hellos.Body(Hellos.Alpn("h2"), Hellos.Extension(0x0A0A, []), Hellos.Alpn("h2")), "duplicate_extension");
    }

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("SHOP.Example", "shop.example")]
    [InlineData("shop.example.", "shop.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("_service.shop-1.example", "_service.shop-1.example")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public void A_server_name_is_given_in_lower_case_and_without_a_dot_at_the_end(string sent, string given) =>
        Assert.Equal(given, Read(Hellos.With(Hellos.ServerName(Hellos.Name(sent)))).ServerName);

    [Theory]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a..")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a/b")]
    [InlineData("a:443")]
    [InlineData("*.example")]
    [InlineData("münchen.example")]
    [InlineData("[::1]")]
    public void What_is_no_host_name_is_refused(string name) => AssertMalformed(Hellos.Body(Hellos.ServerName(Hellos.Name(name))), "bad_server_name");

    [Fact]
    public void A_host_name_has_labels_of_63_bytes_and_253_bytes_at_most()
    {
        var longest = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));

        Assert.Equal(longest, Read(Hellos.With(Hellos.ServerName(Hellos.Name(longest + ".")))).ServerName);
        AssertMalformed(Hellos.Body(Hellos.ServerName(Hellos.Name(longest + "d"))), "bad_server_name");
        AssertMalformed(Hellos.Body(Hellos.ServerName(Hellos.Name(new string('a', 64)))), "bad_server_name");
    }

    [Fact]
    public void Names_of_other_kinds_are_skipped()
    {
        Assert.Equal("x", Read(Hellos.With(Hellos.ServerName(Hellos.Name("?", type: 1), Hellos.Name("x"), Hellos.Name("?", type: 2)))).ServerName);
        Assert.Null(Read(Hellos.With(Hellos.ServerName(Hellos.Name("?", type: 1)))).ServerName);
    }

    [Fact]
    public void A_list_of_names_that_is_empty_cut_off_or_followed_by_more_is_refused()
    {
        foreach (var data in (byte[][])[[], [0], [0, 0], [0, 2, 0, 0], [0, 3, 0, 0, 0], [0, 4, 0, 0, 2, 97], [0, 9, 0, 0, 1, 97], [0, 4, 0, 0, 1, 97, 0]])
            AssertMalformed(Hellos.Body(Hellos.Extension(0, data)), "bad_server_name");
    }

    [Fact]
    public void A_second_host_name_is_refused() => AssertMalformed(Hellos.Body(Hellos.ServerName(Hellos.Name("x"), Hellos.Name("x"))), "bad_server_name");

    [Fact]
    public void Protocols_keep_their_order_and_may_be_any_bytes()
    {
        var hello = Read(Hellos.With(Hellos.Alpn("http/1.1", "\u0001\n", "h2", new string('x', 255))));

        Assert.Equal(["http/1.1", "\u0001\n", "h2", new string('x', 255)], hello.Protocols.Select(protocol => protocol.ToString()));
    }

    [Fact]
    public void A_list_of_protocols_that_is_empty_cut_off_or_followed_by_more_is_refused()
    {
        foreach (var data in (byte[][])[[], [0], [0, 0], [0, 1, 0], [0, 3, 2, 104], [0, 2, 2, 104], [0, 4, 2, 104, 50], [0, 4, 2, 104, 50, 0], [0, 3, 2, 104, 50, 0]])
            AssertMalformed(Hellos.Body(Hellos.Extension(16, data)), "bad_alpn");
    }

    [Fact]
    public void A_hello_outlives_the_bytes_that_it_was_read_from()
    {
        var bytes = Hellos.With(Hellos.ServerName(Hellos.Name("shop.example")), Hellos.Alpn("h2"));
        ClientHelloReader.Read(bytes, out var hello);
        Array.Clear(bytes);

        Assert.Equal(("shop.example", SslApplicationProtocol.Http2), (hello!.ServerName, hello.Protocols[0]));
    }

    [Fact]
    public void Any_host_and_any_protocols_are_read_as_they_were_sent() =>
        Gen.Select(Host, Gen.String[Gen.Char["abc/1."], 1, 20].Array[1, 5], Gen.Int[1, 300]).Sample((host, protocols, size) =>
        {
            var records = Hellos.Records(Hellos.Message(Hellos.Body(Hellos.Alpn(protocols), Hellos.ServerName(Hellos.Name(host)))), size);
            Assert.Equal(PeekResult.Done, ClientHelloReader.Read(records, out var hello));
            Assert.Equal(host.ToLowerInvariant(), hello!.ServerName);
            Assert.Equal(protocols, hello.Protocols.Select(protocol => protocol.ToString()));
        });

    private static ClientHello Read(byte[] records) => Peeks.Done<ClientHello>(ClientHelloReader.Read, records);

    /// <summary>In one record and in small ones.</summary>
    private static void AssertMalformed(byte[] body, string reason)
    {
        Peeks.AssertMalformed<ClientHello>(ClientHelloReader.Read, Hellos.Records(Hellos.Message(body)), reason);
        Peeks.AssertMalformed<ClientHello>(ClientHelloReader.Read, Hellos.Records(Hellos.Message(body), 11), reason);
    }
}
