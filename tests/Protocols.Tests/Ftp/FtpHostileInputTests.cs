using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>Whatever bytes come: no exception, and each line gets replies of the form that RFC 959 §4.2 has.</summary>
public sealed partial class FtpHostileInputTests
{
    private static readonly FtpPolicy Policy = new() { Anonymous = FtpAnonymous.ReadOnly, AnonymousUploads = "/incoming", Tls = FtpTls.Optional };

    private static readonly byte[][] Conversations =
    [
        .. new[]
        {
            "USER alice\r\nPASS secret\r\nTYPE I\r\nCWD /\r\nCDUP\r\nPWD\r\nEPSV\r\nREST 5\r\nRETR file.txt\r\nSTAT\r\nABOR\r\nQUIT\r\n",
            "USER alice\r\nPASS secret\r\nPORT 192,0,2,7,8,0\r\nSTOR new\r\nQUIT\r\nNOOP\r\n",
            "FEAT\r\nAUTH TLS\r\nPBSZ 0\r\nPROT P\r\nUSER ftp\r\nPASS\r\nEPRT |1|192.0.2.7|2048|\r\nMLSD\r\nABOR\r\nOPTS MLST size;\r\nMLST file.txt\r\nREIN\r\n",
            "USER alice\nPASS secret\nRNFR file.txt\nRNTO other\nMKD a b\nRMD empty\nDELE file.txt\nSITE CHMOD 644 file.txt\nMFMT 20200101000000 file.txt\n",
            "USER alice\r\nPASS secret\r\nPASV\r\nSTOU\r\nABOR\r\nEPSV ALL\r\nLIST -la *.txt\r\nALLO 5 R 6\r\nHELP STOR\r\nSTAT file.txt\r\nSYST\r\nXPWD\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [.. "USER ftp\r\nPASS x\r\nPASV\r\nLIST\r\n"u8, 0xFF, 0xF4, 0xFF, 0xF2, .. "ABOR\r\n"u8],
    ];

    // Bytes that mean something come often, so that random input reaches every corner.
    private static readonly Gen<byte[]> Piece = Gen.Frequency(
        (6, Gen.OneOf(FtpVerbs.All.Keys.Select(Encoding.UTF8.GetBytes).ToArray())),
        (6, Gen.OneOf<byte[]>(" "u8.ToArray(), "\r\n"u8.ToArray(), "\n"u8.ToArray(), "/"u8.ToArray(), ".."u8.ToArray(), "|"u8.ToArray(), ","u8.ToArray())),
        (2, Gen.OneOf<byte[]>("alice"u8.ToArray(), "secret"u8.ToArray(), "192,0,2,7,8,0"u8.ToArray(), "file.txt"u8.ToArray(), "99999999999999999999"u8.ToArray())),
        (1, Gen.OneOf<byte[]>([0xFF], [0xFF, 0xF4], [0xFF, 0xFA], [0xF2], [0], [0xC3], [0xED, 0xA0, 0x80], [0x7F])),
        (1, Gen.Byte.Array[0, 5]));

    private static readonly Gen<FtpEvent> Happening = Gen.OneOf<FtpEvent>(
        new FtpEvent.TransferEnded(), new FtpEvent.TransferEnded(FtpFailure.StorageFull), new FtpEvent.TransferStarted(), new FtpEvent.ShuttingDown(),
        new FtpEvent.TimedOut(), new FtpEvent.Refused(FtpFailure.Denied));

    [Fact]
    public void Every_prefix_of_every_valid_conversation_is_answered_in_good_form()
    {
        foreach (var bytes in Conversations)
        {
            for (var length = 0; length <= bytes.Length; length++)
                Converse(bytes[..length], []);
        }
    }

    [Fact]
    public void Random_bytes_are_answered_in_good_form() => Gen.Select(Piece.Array[0, 120], Happening.Array[0, 8]).Sample(
        (pieces, happenings) => Converse([.. "USER alice\r\nPASS secret\r\n"u8, .. pieces.SelectMany(piece => piece)], happenings), iter: 3000);

    [Fact]
    public void Conversations_with_a_few_bytes_changed_are_answered_in_good_form() =>
        Gen.Select(Gen.Int[0, Conversations.Length - 1], Gen.Select(Gen.Int[0, 400], Gen.Byte).Array[0, 6]).Sample(
            (which, changes) =>
            {
                var bytes = Conversations[which].ToArray();
                foreach (var (at, value) in changes)
                    bytes[at % bytes.Length] = value;
                Converse(bytes, []);
            },
            iter: 5000);

    private static void Converse(byte[] bytes, FtpEvent[] happenings)
    {
        var ftp = new FtpConversation(Policy, reborn: true);
        var waiting = new Queue<FtpEvent>(happenings);
        foreach (var line in Lines(bytes))
        {
            var command = FtpCommandLine.Parse(new ReadOnlySequence<byte>(line));
            var from = ftp.Seen.Length;
            if (ftp.CanSay(command))
            {
                var (silent, closed) = (command.Verb == "QUIT" && ftp.State.Transfer is not null, ftp.State.Closing == FtpClosing.Closed);
                var answer = ftp.Say(command);
                Assert.Equal(silent || closed, answer.Length == 0);
            }
            else if (waiting.TryDequeue(out var happening))
            {
                ftp.Happen(happening);
            }

            var seen = ftp.Seen[from..];
            Assert.True(seen.Length == 0 || GoodForm().IsMatch(seen), seen);
            Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(ftp.State).Length, 0, 64 * 1024);
        }
    }

    private static IEnumerable<byte[]> Lines(byte[] bytes)
    {
        for (var rest = bytes.AsMemory(); rest.Span.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            yield return (line.Span.EndsWith("\r"u8) ? line[..^1] : line).ToArray();
        }
    }

    [GeneratedRegex(@"\A(?:(?<code>[1-5]\d\d)(?: [^\r\n]*\r\n|-[^\r\n]*\r\n(?: [^\r\n]*\r\n)*\k<code> [^\r\n]*\r\n))+\z")]
    private static partial Regex GoodForm();
}
