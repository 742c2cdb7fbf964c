using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>
/// The bytes themselves. Nodes of two builds speak to each other while one is rolled out: whoever changes one of these changes <see cref="FrameHeader.Version"/>, and then
/// links between the two are refused.
/// </summary>
public sealed class LinkWireFormatTests
{
    [Fact]
    public void The_version_is_1() => Assert.Equal(1, FrameHeader.Version);

    [Theory]
    [InlineData("Open, the least", "0101010000000000000004C0000201150004C00002011500026C0000000253000000000000004080018002")]
    [InlineData("Open, everything", "01AC021032547698BADCFE0620010DB80000000000000000000000070050C304C0000201150004667470010AF7651916CD43DD8448EB211C80319CB7AD6B71692033310104613D62018060021301044674700180E497D012010254030301020302000304C000020115000620010DB80000000000000000000000070050C36401C80101C88104030104C00002011500000000000000020569646C650780D293AD0301000009096465766963652D31808004808010808004")]
    [InlineData("Open, TLS with names", "0101010000000000000004C0000201150004C00002011500026C00028060021303683205434E3D61000253000000000000004080018002")]
    [InlineData("Input", "020201E8070568656C6C6F")]
    [InlineData("Input, nothing", "0202000000")]
    [InlineData("InputEnded", "030200ED07")]
    [InlineData("OutputCredit", "040203F0A204")]
    [InlineData("Event, timer", "05020501057469636B04")]
    [InlineData("Event, push", "05020602054E657773027B7D")]
    [InlineData("Event, channel opened", "050207030104C000020115000620010DB80000000000000000000000070050C3")]
    [InlineData("Event, channel closed", "05020804010187AD4B09696F5F6572726F72")]
    [InlineData("ChannelListening", "06020104C0000201150000")]
    [InlineData("ChannelListening, failed", "06020100086E6F20706F7274")]
    [InlineData("Stop", "0702")]
    [InlineData("Draining", "08028084AF5F")]
    [InlineData("Ended", "0902097265706C61636564")]
    [InlineData("Opened", "0A0280200101")]
    [InlineData("Refused", "0B020566756C6C")]
    [InlineData("OpenChannel", "0C020101")]
    [InlineData("Leaving", "0D02")]
    [InlineData("Stopped", "0E02")]
    [InlineData("Failed", "0F0201000E457863657074696F6E3A20C3BC09")]
    [InlineData("Commit, the least", "100201000000050000044F4B0D0A")]
    [InlineData("Commit, everything", "10032A1F000A14011E036F75740101010100020001025402027B7D060202057469636B01904E05746F636B00010101020620010DB80000000000000000000000070050C301020301010001064F746865720104626164")]
    public void A_message_of_a_session_has_these_bytes(string name, string hex) => Assert.Equal(hex, Convert.ToHexString(Samples.Encode(Samples.Messages[name])));

    [Theory]
    [InlineData("Hello", "010E31302E302E302E313A34303533080706050403020133221100DDCCBBAA")]
    [InlineData("Welcome", "020E31302E302E302E323A3430353318171615141312110E31302E302E302E313A343035330807060504030201")]
    [InlineData("Report", "0305686F7374E72406312E322E3305626C756502010180A30502054563686FF403E807010254010304467470000000010000")]
    [InlineData("Report, nothing", "03010101010100000000")]
    [InlineData("Reserve", "040C054563686F025403")]
    [InlineData("Reserved", "050C0566756C6C")]
    [InlineData("DrainService", "06054563686F01")]
    [InlineData("Push", "070D0807060504030201096465766963652D3101026869")]
    [InlineData("PushAnswer", "080D02")]
    [InlineData("Ask", "090E066E6F646573027B7D")]
    [InlineData("Answer", "0A0E025B5D")]
    public void A_message_between_nodes_has_these_bytes(string name, string hex) => Assert.Equal(hex, Convert.ToHexString(Samples.Encode(Samples.Controls[name])));

    [Fact]
    public void A_frame_has_these_bytes()
    {
        var pair = new LinkPair();
        Assert.Equal("018877665544332211010100011F000001" + "0E" + Convert.ToHexString("10.0.0.1:4053"u8) + "01000000000000008877665544332211", Convert.ToHexString(pair.Gateway.Frames.Peek()));

        pair.Settle();
        pair.Gateway.Ledger.Enqueue(new ConnectionId(0x0102030405060708), new SessionProtocol.Stop(2));
        pair.Gateway.Ledger.Flush(0);
        Assert.Equal("01887766554433221101" + "0201" + "00" + "0807060504030201" + "020000" + "0702", Convert.ToHexString(pair.Gateway.Frames.Dequeue()));

        pair.Gateway.Ledger.Tick(500, 0);
        Assert.Equal("01887766554433221100" + "0201", Convert.ToHexString(pair.Gateway.Frames.Peek()));
        Assert.True(LinkLedger.TryMakeGone(pair.Gateway.Frames.Dequeue(), out var gone));
        Assert.Equal("01887766554433221104" + "0000", Convert.ToHexString(gone));
    }

    [Fact]
    public void Pieces_have_these_bytes()
    {
        var pair = LinkPair.Up(new LinkLimits { MaxFrame = 128, Window = 512 });
        pair.Gateway.Ledger.Enqueue(new ConnectionId(1), LinkPair.Input(150));
        pair.Gateway.Ledger.Flush(0);

        // 156 bytes in all: 101 after the header and a head of 15, and 55 after a head of 12.
        Assert.StartsWith("01887766554433221101" + "0201" + "02" + "0100000000000000" + "9C0000" + "650000" + "02010000" + "9601", Convert.ToHexString(pair.Gateway.Frames.Dequeue()), StringComparison.Ordinal);
        Assert.StartsWith("01887766554433221101" + "0301" + "04" + "0100000000000000" + "370000" + "00", Convert.ToHexString(pair.Gateway.Frames.Dequeue()), StringComparison.Ordinal);
    }
}
