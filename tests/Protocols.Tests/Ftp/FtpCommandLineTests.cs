using System.Buffers;
using System.Text;
using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

public sealed class FtpCommandLineTests
{
    [Theory]
    [InlineData("NOOP", "NOOP", "")]
    [InlineData("noop", "NOOP", "")]
    [InlineData("uSeR alice", "USER", "alice")]
    [InlineData("RETR  two spaces ", "RETR", " two spaces ")]
    [InlineData("RETR grüße 文.txt", "RETR", "grüße 文.txt")]
    [InlineData("PWD ", "PWD", "")]
    public void Verb_and_argument_are_parted_at_the_first_space(string line, string verb, string argument)
    {
        var command = FtpConversation.Line(line);
        Assert.Null(command.Fault);
        Assert.Equal((verb, argument), (command.Verb, command.Argument));
    }

    [Theory]
    [InlineData("", 500)]
    [InlineData(" NOOP", 500)]
    [InlineData("NO-OP", 500)]
    [InlineData("RETR a\tb", 500)]
    [InlineData("RETR a\0b", 500)]
    [InlineData("RETR a\u007f", 500)]
    [InlineData("RETR a\u0085", 500)]
    public void Malformed_lines_carry_their_reply(string line, int code)
    {
        var command = FtpConversation.Line(line);
        Assert.Equal(code, command.Fault?.Code);
        Assert.Equal("", command.Verb);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() =>
        Assert.Equal(501, FtpCommandLine.Parse(new ReadOnlySequence<byte>([.. "RETR "u8, 0xE4])).Fault?.Code);

    [Fact]
    public void The_limit_is_in_bytes_and_exact()
    {
        Assert.Null(FtpConversation.Line("RETR " + new string('x', FtpCommandLine.MaxBytes - 5)).Fault);
        Assert.Equal(500, FtpConversation.Line("RETR " + new string('x', FtpCommandLine.MaxBytes - 4)).Fault?.Code);
    }

    [Fact]
    public void A_line_cut_at_every_byte_into_two_segments_is_the_same_line()
    {
        var bytes = Encoding.UTF8.GetBytes("STOR grüße 文.txt");
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal("grüße 文.txt", FtpCommandLine.Parse(Cut(bytes, cut)).Argument);
    }

    [Fact]
    public void A_password_is_never_shown()
    {
        Assert.Equal("PASS ***", FtpConversation.Line("pass secret").ToString());
        Assert.DoesNotContain("secret", new FtpEffect.CheckPassword("alice", "secret").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_give_a_fault_or_a_clean_command() => Gen.Byte.Array[0, 64].Sample(bytes =>
    {
        var command = FtpCommandLine.Parse(new ReadOnlySequence<byte>(bytes));
        Assert.True(command.Fault is not null || command.Verb.Length > 0);
        Assert.All(command.Verb, letter => Assert.InRange(letter, 'A', 'Z'));
        Assert.DoesNotContain(command.Argument, char.IsControl);
    }, iter: 10_000);

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int cut)
    {
        var first = new Segment(bytes.AsMemory(0, cut), null);
        var last = new Segment(bytes.AsMemory(cut), first);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
