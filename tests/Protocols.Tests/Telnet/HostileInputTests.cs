using System.Text.Json;
using CsCheck;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class HostileInputTests
{
    // Bytes that mean something come often, so that random input reaches every corner.
    private static readonly Gen<byte> Hostile = Gen.Frequency(
        (4, Gen.OneOf<byte>(255, 255, 255, 240, 250, 251, 252, 253, 254, 244, 247, 248)),
        (3, Gen.OneOf<byte>(0, 1, 3, 6, 24, 31, 42)),
        (3, Gen.OneOf<byte>(13, 10, 8, 0x7F, 0x15, 0x17, 0x1B, 4, 9, 1, 2, 12, 16)),
        (2, Gen.OneOf<byte>(0x1B, (byte)'[', (byte)'A', (byte)'B', (byte)'D', (byte)'H', (byte)'3', (byte)'~')),
        (3, Gen.Byte[0x20, 0x7E]),
        (2, Gen.OneOf<byte>(0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xCC, 0x81)),
        (1, Gen.Byte));

    [Fact]
    public void Random_bytes_never_throw_and_the_state_stays_small() => Hostile.Array[0, 3000].Sample(
        bytes =>
        {
            var conversation = new Conversation(login: true).Start();
            foreach (var piece in bytes.Chunk(97))
            {
                conversation.Receive(piece);
                Assert.InRange(conversation.Held, 0, 515);
                Assert.InRange(JsonSerializer.Serialize(conversation.State).Length, 0, 32 * 1024);
            }
            // What comes back is bounded by what was sent: at most a line drawn again for each key.
            Assert.InRange(conversation.Output.Length, 0, 1000 + (1500 * bytes.Length));
        },
        iter: 2000);

    [Fact]
    public void Random_bytes_give_the_same_however_they_are_cut() => Gen.Select(Hostile.Array[0, 400], Gen.Int[1, 60]).Sample(
        (bytes, size) =>
        {
            var whole = new Conversation(login: true).Start();
            whole.Receive(bytes);
            var cut = new Conversation(login: true, roundTrip: true, segmented: true).Start();
            foreach (var piece in bytes.Chunk(size))
            {
                cut.Receive(piece);
            }
            Assert.Equal(whole.Events, cut.Events);
            Assert.Equal(whole.Output, cut.Output);
            Assert.Equal(whole.State, cut.State);
        },
        iter: 2000);

    [Fact]
    public void A_password_never_shows_whatever_surrounds_it() => Gen.Select(Hostile.Array[0, 60], Hostile.Array[0, 60]).Sample(
        (before, between) =>
        {
            var conversation = new Conversation(login: true).Start();
            conversation.Agree();
            conversation.Receive(before);
            // Whatever was half done ends here, and the dialogue is at its start again.
            conversation.Receive([255, 255, 255, 240, 255, 240, 3]);
            if (conversation.Login is not { Stage: LoginStage.UserName })
            {
                return;
            }
            conversation.Receive("alice\r\n"u8);
            var shown = conversation.Output.Length;
            conversation.Receive([.. between.Where(b => b is not (3 or 10 or 13 or 243 or 244)), .. "QZQZQZQZ"u8]);
            // Two of its characters: a single one may be the number of an option, in a refusal.
            Assert.DoesNotContain("QZ", conversation.Text[shown..], StringComparison.Ordinal);
            Assert.DoesNotContain("QZ", conversation.State.ToString(), StringComparison.Ordinal);
        },
        iter: 5000);
}
