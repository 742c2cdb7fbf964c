using System.Text;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>What whole clients send.</summary>
internal static class Scripts
{
    private static readonly byte[] Agreement = [255, 253, 1, 255, 253, 3, 255, 251, 3, 255, 251, 24, 255, 251, 31];

    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["a login in character mode"] =
        [
            .. Agreement,
            .. "\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0".L1(), .. "\xFF\xFA\x18\0XTERM-256COLOR\xFF\xF0".L1(),
            .. "alice\r\0open sesame\r\0help\r\0quit\r\0".L1(),
        ],
        ["a login after two failures, and an interrupt"] = [.. Agreement, .. ("al\r\nwrong\r\nal\x03" + "alice\nwrong too\n\nbob\ropen sesame\rwho\r").L1()],
        ["a client that never negotiates"] = "alice\nopen sesame\nhelp\nquit\n".L1(),
        ["a client that refuses everything"] = [255, 254, 1, 255, 254, 3, 255, 252, 3, 255, 252, 24, 255, 252, 31, .. "alice\r\nopen sesame\r\nls\r\n".L1()],
        ["a client that asks for what is unknown"] = [255, 251, 39, 255, 253, 5, 255, 251, 32, 255, 253, 36, 255, 253, 6, 255, 251, 1, 255, 253, 0, 255, 251, 0, .. "x\r\n".L1()],
        ["editing"] = [.. Agreement, .. ("alx\x7Fice\r\nopen zzz\x17sesame\r\nhelp me\b\b \x17\x15" + "echo h\u00c3\u00a9\x7F\u00c3\u00a9llo \u00f0\u009f\u0098\u0080\x7F\r\n\x04").L1()],
        ["escape sequences"] = [.. Agreement, .. "a\e[Al\eOBi\e[1;5Cc\e[[Ae\e]0;title\ax\e\e[3~\x7F\r\nopen sesame\r\n\e[\r\e[2".L1()],
        ["commands in the middle of words"] = [.. Agreement, .. ("al\xFF\xF1ic\xFF\xF6" + "e\r\xFF\xF9\nopenX\xFF\xF7 sesame\r\0abc\xFF\xF4" + "def\xFF\xF8xyz\xFF\xF3\xFF\xF5\xFF\xF2\r\n").L1()],
        ["line ends of every kind"] = "a\r\nb\r\0c\nd\re\r\r\n\n\0f\r\n".L1(),
        ["bytes that are no UTF-8, and an escaped IAC"] = [.. "a\xFF\xFF".L1(), 0xE2, 0x82, (byte)'b', 0xC0, 0x80, 0xF0, 0x9F, (byte)'\r', (byte)'\n', 0xE2, 0xFF, 0xF1, 0x82, 0xAC, 13, 10],
        ["a window size with doubled IACs"] = [255, 251, 31, 255, 250, 31, 255, 255, 255, 255, 0, 24, 255, 240, 255, 250, 31, 0, 80, 255, 255, 255, 255, 255, 240],
        ["broken subnegotiations"] =
        [
            255, 251, 31, 255, 251, 24, 255, 250, 255, 240, 255, 250, 31, 1, 255, 240, 255, 250, 99, 255, 240, 255, 250, 24, 1, 65, 255, 240,
            255, 250, 24, 0, 65, 27, 255, 240, 255, 250, 24, 0, 255, 246, 255, 240, 255, 7, .. "x\r\n".L1(),
        ],
        ["subnegotiations that are too long"] =
        [
            255, 251, 24, 255, 250, 24, 0, .. new byte[600], 255, 255, 9, 255, 240, .. "x\r\n".L1(), 255, 250, .. Enumerable.Repeat((byte)255, 1200), 255, 240,
            .. "y\r\n".L1(), 255, 250, .. Enumerable.Repeat((byte)7, 700), 255, 253, 1, .. "z\r\n".L1(),
        ],
        ["recalling and moving about"] =
        [
            .. Agreement, .. ("alice\ropen sesame\rone\rtwo\r\e[A\e[A\e[D!\e[H<\e[F>\e[3~\r\eOA\e[B\x01\x04\x05x\x0B\x0C\r").L1(),
            255, 250, 31, 0, 12, 0, 24, 255, 240, .. ("three four five\e[H\e[C\x7F\e[Z\x15\x10\x10\x0E\r").L1(),
        ],
        ["a character set"] =
        [
            255, 251, 42, 255, 253, 42, 255, 250, 42, 1, .. ";UTF-8".L1(), 255, 240, 255, 250, 42, 3, 255, 240, 255, 250, 42, 1, .. ";x;us-ascii".L1(), 255, 240, .. "x\r\n".L1(),
        ],
        ["a line that is too long"] = [.. Agreement, .. "alice\ropen sesame\r".L1(), .. Enumerable.Repeat((byte)'x', 1030), .. "\x7Fy\r\n".L1()],
    };

    private static byte[] L1(this string text) => Encoding.Latin1.GetBytes(text);
}
