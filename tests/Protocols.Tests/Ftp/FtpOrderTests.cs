using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Protocols.Tests.Ftp;

/// <summary>Every verb in every state: first code of the answer, 0 for silence, -1 when the command has to wait.</summary>
public sealed class FtpOrderTests
{
    // Columns: before USER | after USER | logged in | with a passive channel | in a RETR | in a RETR after QUIT | closed
    private const string Table = """
        USER bob         331 331 331 331  -1  -1   0
        USER             501 501 501 501  -1  -1   0
        PASS secret      503 530 503 503  -1  -1   0
        ACCT x           530 530 202 202  -1  -1   0
        ACCT             530 530 501 501  -1  -1   0
        CWD /            530 530 250 250  -1  -1   0
        CWD nowhere      530 530 550 550  -1  -1   0
        CWD              530 530 501 501  -1  -1   0
        XCWD /           530 530 250 250  -1  -1   0
        CDUP             530 530 250 250  -1  -1   0
        CDUP x           530 530 501 501  -1  -1   0
        XCUP             530 530 250 250  -1  -1   0
        PWD              530 530 257 257  -1  -1   0
        XPWD             530 530 257 257  -1  -1   0
        REIN             220 220 220 220  -1  -1   0
        QUIT             221 221 221 221   0   0   0
        PASV             530 530 227 227  -1  -1   0
        PASV x           530 530 501 501  -1  -1   0
        EPSV             530 530 229 229  -1  -1   0
        EPSV 1           530 530 229 229  -1  -1   0
        EPSV 2           530 530 522 522  -1  -1   0
        EPSV 3           530 530 522 522  -1  -1   0
        EPSV all         530 530 200 200  -1  -1   0
        EPSV x           530 530 501 501  -1  -1   0
        PORT 192,0,2,7,8,0   530 530 200 200  -1  -1   0
        PORT 192,0,2,8,8,0   530 530 500 500  -1  -1   0
        PORT 192,0,2,7,3,255 530 530 500 500  -1  -1   0
        PORT 1,2,3,4,5       530 530 501 501  -1  -1   0
        PORT                 530 530 501 501  -1  -1   0
        EPRT |1|192.0.2.7|2048| 530 530 200 200  -1  -1   0
        EPRT |1|192.0.2.8|2048| 530 530 500 500  -1  -1   0
        EPRT |2|::1|2048|    530 530 522 522  -1  -1   0
        EPRT |3|x|2048|      530 530 522 522  -1  -1   0
        EPRT x               530 530 501 501  -1  -1   0
        TYPE A           530 530 200 200  -1  -1   0
        type a n         530 530 200 200  -1  -1   0
        TYPE I           530 530 200 200  -1  -1   0
        TYPE L 8         530 530 200 200  -1  -1   0
        TYPE L 7         530 530 504 504  -1  -1   0
        TYPE E           530 530 504 504  -1  -1   0
        TYPE A T         530 530 504 504  -1  -1   0
        TYPE X           530 530 501 501  -1  -1   0
        TYPE             530 530 501 501  -1  -1   0
        MODE S           530 530 200 200  -1  -1   0
        MODE B           530 530 504 504  -1  -1   0
        MODE X           530 530 501 501  -1  -1   0
        STRU f           530 530 200 200  -1  -1   0
        STRU R           530 530 504 504  -1  -1   0
        STRU X           530 530 501 501  -1  -1   0
        RETR file.txt    530 530 425 150  -1  -1   0
        RETR nowhere     530 530 425 550  -1  -1   0
        RETR             530 530 501 501  -1  -1   0
        STOR new         530 530 425 150  -1  -1   0
        STOR             530 530 501 501  -1  -1   0
        LIST             530 530 425 150  -1  -1   0
        LIST -la /       530 530 425 150  -1  -1   0
        NLST             530 530 425 150  -1  -1   0
        REST 0           530 530 350 350  -1  -1   0
        REST 5           530 530 350 350  -1  -1   0
        REST -5          530 530 501 501  -1  -1   0
        REST x           530 530 501 501  -1  -1   0
        REST             530 530 501 501  -1  -1   0
        SIZE file.txt    530 530 550 550  -1  -1   0
        MDTM file.txt    530 530 213 213  -1  -1   0
        MDTM nowhere     530 530 550 550  -1  -1   0
        ALLO 10          530 530 202 202  -1  -1   0
        ALLO 10 R 5      530 530 202 202  -1  -1   0
        ALLO x           530 530 501 501  -1  -1   0
        MFMT 20260101000000 file.txt 530 530 213 213  -1  -1   0
        MFMT 20260101000000 nowhere  530 530 550 550  -1  -1   0
        MFMT 20269901000000 file.txt 530 530 501 501  -1  -1   0
        MFMT file.txt    530 530 501 501  -1  -1   0
        MLST file.txt    530 530 250 250  -1  -1   0
        MLST nowhere     530 530 550 550  -1  -1   0
        MLSD             530 530 425 150  -1  -1   0
        MLSD file.txt    530 530 425 501  -1  -1   0
        RNFR file.txt    530 530 350 350  -1  -1   0
        RNFR nowhere     530 530 550 550  -1  -1   0
        RNTO x           530 530 503 503  -1  -1   0
        DELE file.txt    530 530 250 250  -1  -1   0
        DELE nowhere     530 530 550 550  -1  -1   0
        DELE             530 530 501 501  -1  -1   0
        DELE /           530 530 550 550  -1  -1   0
        RMD empty        530 530 250 250  -1  -1   0
        RMD full         530 530 550 550  -1  -1   0
        XRMD empty       530 530 250 250  -1  -1   0
        MKD new          530 530 257 257  -1  -1   0
        MKD taken        530 530 550 550  -1  -1   0
        XMKD new         530 530 257 257  -1  -1   0
        SITE HELP        530 530 214 214  -1  -1   0
        SITE CHMOD 644 file.txt 530 530 200 200  -1  -1   0
        SITE CHMOD 888 file.txt 530 530 501 501  -1  -1   0
        SITE CHMOD 4755 file.txt 530 530 501 501  -1  -1   0
        SITE CHMOD 644   530 530 501 501  -1  -1   0
        SITE EXEC ls     530 530 500 500  -1  -1   0
        SITE             530 530 501 501  -1  -1   0
        ABOR             225 225 225 226 426 426   0
        STAT             530 530 211 211 211 211   0
        STAT file.txt    530 530 213 213 213 213   0
        STAT .           530 530 212 212 212 212   0
        STAT nowhere     530 530 550 550 550 550   0
        NOOP             200 200 200 200 200 200   0
        NOOP x           501 501 501 501 501 501   0
        SYST             215 215 215 215  -1  -1   0
        HELP             214 214 214 214  -1  -1   0
        HELP RETR        214 214 214 214  -1  -1   0
        HELP XYZZY       501 501 501 501  -1  -1   0
        FEAT             211 211 211 211  -1  -1   0
        FEAT x           501 501 501 501  -1  -1   0
        OPTS UTF8 ON     200 200 200 200  -1  -1   0
        OPTS utf8        200 200 200 200  -1  -1   0
        OPTS UTF8 OFF    504 504 504 504  -1  -1   0
        OPTS MLST size;  200 200 200 200  -1  -1   0
        OPTS MLST        200 200 200 200  -1  -1   0
        OPTS MLSD        501 501 501 501  -1  -1   0
        OPTS             501 501 501 501  -1  -1   0
        APPE file.txt    530 530 425 150  -1  -1   0
        APPE             530 530 501 501  -1  -1   0
        STOU             530 530 425 150  -1  -1   0
        STOU name        530 530 425 150  -1  -1   0
        AUTH TLS         234 234 234 234  -1  -1   0
        AUTH KERBEROS_V4 504 504 504 504  -1  -1   0
        AUTH             501 501 501 501  -1  -1   0
        PBSZ 0           503 503 503 503  -1  -1   0
        PROT P           503 503 503 503  -1  -1   0
        CCC              502 502 502 502  -1  -1   0
        SMNT /           502 502 502 502  -1  -1   0
        LANG en          502 502 502 502  -1  -1   0
        HOST x           502 502 502 502  -1  -1   0
        GET /            500 500 500 500  -1  -1   0
        ???              500 500 500 500  -1  -1   0
        """;

    private static readonly string[] Rows = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var row in Rows)
        {
            var codes = row.TrimEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries)[^7..];
            var line = row;
            foreach (var code in codes.Reverse())
                line = line.TrimEnd()[..^code.Length];
            cells.Add(line.TrimEnd(), string.Join(' ', codes));
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_command_in_each_state_has_its_code(string line, string codes)
    {
        var expected = codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        var states = States().ToArray();
        Assert.Equal(states.Length, expected.Length);
        Assert.Equal(expected, states.Select(state => Code(state, line)));
    }

    [Fact]
    public void The_table_has_every_verb_that_is_implemented()
    {
        var verbs = Rows.Select(row => row.Split(' ')[0].ToUpperInvariant()).ToHashSet();
        var implemented = FtpVerbs.All.Where(verb => !verb.Value.Has(FtpVerbRules.NotImplemented)).Select(verb => verb.Key);
        Assert.Empty(implemented.Except(verbs));
    }

    [Fact]
    public void A_command_that_has_to_wait_is_the_callers_fault()
    {
        var busy = States().ElementAt(4);
        Assert.Throws<InvalidOperationException>(() => busy.Say("PWD"));
    }

    private static IEnumerable<FtpConversation> States()
    {
        var policy = new FtpPolicy { Tls = FtpTls.Optional };
        yield return new FtpConversation(policy);

        var named = new FtpConversation(policy);
        named.Say("USER alice@nowhere");
        yield return named;

        yield return FtpConversation.LoggedIn(policy: policy);
        yield return After("PASV");
        yield return After("PASV", "RETR file.txt");
        yield return After("PASV", "RETR file.txt", "QUIT");
        yield return After("QUIT");
    }

    private static FtpConversation After(params string[] lines)
    {
        var conversation = FtpConversation.LoggedIn(policy: new FtpPolicy { Tls = FtpTls.Optional });
        foreach (var line in lines)
            conversation.Say(line);
        return conversation;
    }

    private static int Code(FtpConversation conversation, string line)
    {
        if (conversation.State.Closing != FtpClosing.Closed && !conversation.CanSay(line))
            return -1;
        var answer = conversation.Say(line);
        return answer.Length == 0 ? 0 : int.Parse(answer[..3], System.Globalization.CultureInfo.InvariantCulture);
    }
}
