using System.Buffers;
using System.Text;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

public sealed class InputBufferTests
{
    [Fact]
    public void What_is_left_is_the_same_wherever_input_is_cut_and_consumed()
    {
        const string Text = "abcdefgh";
        for (var first = 0; first <= Text.Length; first++)
        {
            for (var second = first; second <= Text.Length; second++)
            {
                for (var to = 0; to <= Text.Length; to++)
                {
                    var buffer = new InputBuffer();
                    Append(buffer, Text[..first]);
                    Append(buffer, Text[first..second]);
                    Append(buffer, Text[second..]);
                    buffer.Advance(to / 2);
                    buffer.Advance(to - (to / 2));
                    Assert.Equal(Text[to..], Read(buffer.Sequence));
                    Append(buffer, "xy");
                    Assert.Equal(Text[to..] + "xy", Read(buffer.Sequence));
                    Assert.Equal(Text.Length - to + 2, buffer.Length);
                }
            }
        }
    }

    [Fact]
    public void A_sequence_handed_out_stays_valid_while_more_comes_in()
    {
        var buffer = new InputBuffer();
        Append(buffer, "ab");
        var one = buffer.Sequence;
        Append(buffer, "cd");
        var two = buffer.Sequence;
        Append(buffer, "ef");
        buffer.Advance(3);

        Assert.Equal(("ab", "abcd", "def"), (Read(one), Read(two), Read(buffer.Sequence)));
    }

    [Fact]
    public void A_single_chunk_is_a_single_segment_again_after_the_others_are_gone()
    {
        var buffer = new InputBuffer();
        Append(buffer, "ab");
        Append(buffer, "cd");
        buffer.Advance(3);

        Assert.True(buffer.Sequence.IsSingleSegment);
    }

    private static void Append(InputBuffer buffer, string text) => buffer.Append(Encoding.ASCII.GetBytes(text));

    private static string Read(ReadOnlySequence<byte> sequence) => Encoding.ASCII.GetString(sequence);
}
