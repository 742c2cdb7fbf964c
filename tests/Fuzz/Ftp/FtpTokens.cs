using System.Text;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>Words of FTP; a line that begins with an exclamation mark is the harness's own.</summary>
internal static class FtpTokens
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        [255], [255, 244, 255, 242], [255, 255], [255, 250], [255, 240], [255, 251, 1],
        .. new[]
        {
            "USER alice\r\n", "USER anonymous\r\n", "PASS secret\r\n", "ACCT\r\n", "REIN\r\n", "QUIT\r\n", "CWD ", "CDUP\r\n", "PWD\r\n", "TYPE A\r\n", "TYPE I\r\n", "TYPE L 8\r\n",
            "STRU F\r\n", "MODE S\r\n", "PASV\r\n", "EPSV\r\n", "EPSV ALL\r\n", "EPSV 2\r\n", "PORT 127,0,0,1,7,138\r\n", "EPRT |1|127.0.0.1|2000|\r\n", "RETR ", "STOR ", "APPE ", "STOU\r\n",
            "REST 10\r\n", "REST ", "RNFR ", "RNTO ", "ABOR\r\n", "DELE ", "RMD ", "MKD ", "LIST\r\n", "LIST -la\r\n", "NLST ", "MLSD\r\n", "MLST ", "SITE CHMOD 644 ", "SYST\r\n", "STAT\r\n",
            "HELP\r\n", "NOOP\r\n", "FEAT\r\n", "OPTS UTF8 ON\r\n", "OPTS MLST size;type;\r\n", "SIZE ", "MDTM ", "MFMT 20260101000000 ", "AUTH TLS\r\n", "PBSZ 0\r\n", "PROT P\r\n", "HOST a.example\r\n",
            "file.txt\r\n", "..", "/", "//", "/./", "../../", "*", "?", "\"", "~", ".part", "!end\r\n", "!fail\r\n", "!time\r\n", "!leave\r\n", "!advance\r\n",
        }.Select(Encoding.ASCII.GetBytes),
    ];
}
