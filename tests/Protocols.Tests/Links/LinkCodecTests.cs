using System.Net;
using CsCheck;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

public sealed class LinkCodecTests
{
    public static TheoryData<string> MessageNames => new(Samples.Messages.Keys);
    public static TheoryData<string> ControlNames => new(Samples.Controls.Keys);

    [Theory]
    [MemberData(nameof(MessageNames))]
    public void What_a_session_says_arrives_as_it_was(string name)
    {
        var message = Samples.Messages[name];

        Assert.True(LinkCodec.TryRead(Samples.Encode(message), out SessionProtocol? read, out var error), error);
        Assert.Equal(Describe.All(message), Describe.All(read));
    }

    [Theory]
    [MemberData(nameof(ControlNames))]
    public void What_nodes_say_arrives_as_it_was(string name)
    {
        var message = Samples.Controls[name];

        Assert.True(LinkCodec.TryRead(Samples.Encode(message), out LinkControl? read, out var error), error);
        Assert.Equal(Describe.All(message), Describe.All(read));
    }

    [Fact]
    public void There_is_a_sample_of_every_message()
    {
        Assert.Equal(
            typeof(SessionProtocol).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SessionProtocol))).Select(t => t.Name).Order(),
            Samples.Messages.Values.Select(m => m.GetType().Name).Distinct().Order());
        Assert.Equal(
            typeof(LinkControl).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Select(t => t.Name).Order(),
            Samples.Controls.Values.Select(m => m.GetType().Name).Distinct().Order());
        Assert.Equal(
            typeof(SessionEvent).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Select(t => t.Name).Order(),
            Samples.Messages.Values.OfType<SessionProtocol.Event>().Select(m => m.Occurrence.GetType().Name).Order());
    }

    [Fact]
    public void A_message_that_is_cut_off_anywhere_is_an_error()
    {
        foreach (var (name, message) in Samples.Messages)
        {
            var bytes = Samples.Encode(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(LinkCodec.TryRead(bytes.AsMemory(0, length), out SessionProtocol? read, out var error), $"{name} at {length}");
                Assert.Null(read);
                Assert.NotNull(error);
            }
        }

        foreach (var (name, message) in Samples.Controls)
        {
            var bytes = Samples.Encode(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(LinkCodec.TryRead(bytes.AsMemory(0, length), out LinkControl? read, out _), $"{name} at {length}");
                Assert.Null(read);
            }
        }
    }

    [Fact]
    public void Bytes_behind_a_message_are_an_error()
    {
        Assert.All(Samples.Messages.Values, message => Assert.False(LinkCodec.TryRead((byte[])[.. Samples.Encode(message), 0], out SessionProtocol? _, out _)));
        Assert.All(Samples.Controls.Values, message => Assert.False(LinkCodec.TryRead((byte[])[.. Samples.Encode(message), 0], out LinkControl? _, out _)));
    }

    [Fact]
    public void Bytes_are_slices_of_what_is_read_but_a_state_is_not()
    {
        var input = Samples.Encode(new SessionProtocol.Input(1, 0, 0, new byte[] { 7, 8, 9 }));
        Assert.True(LinkCodec.TryRead(input, out SessionProtocol? read, out _));
        input[^1] = 99;
        Assert.Equal(99, ((SessionProtocol.Input)read!).Bytes.Span[2]);

        var commit = Samples.Encode(new Commit(1, 1) { State = new SessionState("T", 1, new byte[] { 7, 8, 9 }) });
        Assert.True(LinkCodec.TryRead(commit, out read, out _));
        commit[^1] = 99;
        Assert.Equal(9, ((Commit)read!).State!.Data.Span[2]);
    }

    [Theory]
    [InlineData("", "cut off")]
    [InlineData("00 01", "the kind of a message")]
    [InlineData("11 01", "the kind of a message")]
    [InlineData("02 01 04 00 00", "the number of a channel")]
    [InlineData("03 01 00 80 00", "a number")]
    [InlineData("03 01 00 FF FF FF FF FF FF FF FF FF 02", "a number")]
    [InlineData("03 FF FF FF FF 1F 00 00", "a number")]
    [InlineData("02 01 00 00 FF FF FF FF 0F 00", "cut off")]
    [InlineData("05 01 01 00", "the kind of an event")]
    [InlineData("09 01 00", "a text is missing")]
    [InlineData("09 01 02 FF", "not UTF-8")]
    [InlineData("0A 01 00 02 00", "a flag")]
    [InlineData("05 01 01 03 01 00 00", "an address is missing")]
    [InlineData("06 01 01 05 00 00 00 00 00 00 00", "an address")]
    [InlineData("10 01 01 20 00 00 00 00 00 00", "the parts of a commit")]
    [InlineData("10 01 01 02 00 00 00 00 00 00 00", "a state is missing")]
    [InlineData("10 01 01 04 00 00 00 00 00 00 00", "a part of a commit that is not there")]
    [InlineData("10 01 01 01 00 00 00 00 00 00 FF FF FF FF 0F", "a count")]
    public void Wrong_bytes_are_an_error_that_says_what_is_wrong(string hex, string expected)
    {
        Assert.False(LinkCodec.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out SessionProtocol? message, out var error));
        Assert.Null(message);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("0B", "the kind of a message between nodes")]
    [InlineData("08 01 03", "the result of a push")]
    public void Wrong_bytes_between_nodes_are_an_error(string hex, string expected)
    {
        Assert.False(LinkCodec.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out LinkControl? message, out var error));
        Assert.Null(message);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_count_or_a_length_that_is_not_there_allocates_nothing()
    {
        byte[] lies = [16, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        LinkCodec.TryRead(lies, out SessionProtocol? _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) LinkCodec.TryRead(lies, out SessionProtocol? _, out _);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Any_commit_arrives_as_it_was() => Generators.Commit.Sample(
        commit => Assert.Equal(Describe.All(commit), Describe.All(Read(Samples.Encode(commit)))));

    [Fact]
    public void Any_opening_arrives_as_it_was() => Generators.Open.Sample(open => Assert.Equal(Describe.All(open), Describe.All(Read(Samples.Encode(open)))));

    [Fact]
    public void Any_bytes_are_a_message_with_just_one_encoding_or_an_error() => Gen.Select(Gen.Byte[0, 17], Generators.FewBytes).Sample((kind, bytes) =>
    {
        byte[] all = [kind, .. bytes];
        if (LinkCodec.TryRead(all, out SessionProtocol? message, out _)) Assert.Equal(Convert.ToHexString(all), Convert.ToHexString(Samples.Encode(message!)));
        if (LinkCodec.TryRead(all, out LinkControl? control, out _)) Assert.Equal(Convert.ToHexString(all), Convert.ToHexString(Samples.Encode(control!)));
    });

    [Fact]
    public void Flipped_bits_never_throw() => Gen.Select(Gen.OneOf<byte[]>(Samples.Messages.Values.Select(Samples.Encode).ToArray()), Gen.Int[0, 10_000], Gen.Byte).Sample((bytes, at, flip) =>
    {
        var changed = bytes.ToArray();
        changed[at % changed.Length] ^= flip;
        LinkCodec.TryRead(changed, out SessionProtocol? _, out _);
        LinkCodec.TryRead(changed, out LinkControl? _, out _);
    });

    [Theory]
    [InlineData("fe80::1%3")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::")]
    [InlineData("255.255.255.255")]
    public void Any_address_arrives_as_it_was(string address)
    {
        var listening = new SessionProtocol.ChannelListening(1, 1, new IPEndPoint(IPAddress.Parse(address), 65_535), null);

        Assert.Equal(listening.Local, ((SessionProtocol.ChannelListening)Read(Samples.Encode(listening))).Local);
    }

    private static SessionProtocol Read(byte[] bytes)
    {
        Assert.True(LinkCodec.TryRead(bytes, out SessionProtocol? read, out var error), error);
        return read!;
    }
}
