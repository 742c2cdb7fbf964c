using System.Text;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class OutputBufferTests
{
    private readonly OutputBuffer _buffer = new();

    [Fact]
    public void Everything_written_comes_out_in_order()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            var part = new string((char)('a' + (i % 26)), i);
            text.Append(part);
            if (i % 2 == 0)
            {
                _buffer.Write(Encoding.ASCII.GetBytes(part));
            }
            else
            {
                Encoding.ASCII.GetBytes(part, _buffer.GetSpan(part.Length));
                _buffer.Advance(part.Length);
            }
        }

        Assert.Equal(text.Length, _buffer.Count);
        Assert.Equal(text.ToString(), Detach());
        Assert.Equal(0, _buffer.Count);
    }

    [Fact]
    public void Immutable_bytes_go_by_reference_when_they_are_alone()
    {
        var bytes = "abc"u8.ToArray();
        _buffer.WriteImmutable(bytes);

        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_buffer.Detach(), out var segment));
        Assert.Same(bytes, segment.Array);
    }

    [Fact]
    public void Immutable_bytes_are_copied_as_soon_as_anything_joins_them()
    {
        var bytes = "abc"u8.ToArray();
        _buffer.WriteImmutable(bytes);
        _buffer.Write("def"u8);
        _buffer.WriteImmutable("ghi"u8.ToArray());
        bytes[0] = (byte)'X';

        Assert.Equal("abcdefghi", Detach());
    }

    [Fact]
    public void What_was_detached_is_not_written_to_again()
    {
        _buffer.Write("abc"u8);
        var detached = _buffer.Detach();
        _buffer.Write("def"u8);

        Assert.Equal("abc", Encoding.ASCII.GetString(detached.Span));
    }

    [Fact]
    public void No_more_can_be_advanced_than_was_handed_out()
    {
        var handedOut = _buffer.GetSpan(10).Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Advance(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Advance(handedOut + 1));
    }

    private string Detach() => Encoding.ASCII.GetString(_buffer.Detach().Span);
}
