using System.Buffers;
using System.Text;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>A name of a file, such as anybody may have made it, in each form of a listing, and as a pattern.</summary>
public sealed class FtpListingFuzz() : FuzzTests(
    new TextTarget(List, new FuzzLimits { MaxInput = 512, OutputPerByte = 64, AllocatedPerByte = 64 * 1024 }, "*", "?", "\r\n", "226 done", "\u0085", "\u2028", "\e[2J", "\"", ">", "<"),
    [
        new(FuzzProperty.NeverThrows, new TextTarget((text, run) => run.Note($"{text.Split('.')[^1][0]}"))),
        new(FuzzProperty.WellFormed, new TextTarget((text, run) => RequireOneLine(Encoding.UTF8.GetBytes(text + "\r\n")))),
        new(FuzzProperty.OutputBounded, new TextTarget((text, run) => run.Output.Write(Encoding.UTF8.GetBytes(text.Replace("*", new string('x', 9000), StringComparison.Ordinal))), null, "*")),
    ])
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static void List(string name, FuzzRun run)
    {
        var seed = name.Sum(c => (long)c);
        foreach (var age in new[] { 0, 1, 200, -1, 700_000 })
        {
            var from = run.Written.Length;
            FtpListing.WriteLine(run.Output, new FtpEntry(name, seed % 2 == 0 ? seed : long.MaxValue, Now.AddDays(-age), age == 1, (UnixFileMode)(seed & 0xFFF)), Now);
            RequireOneLine(run.Written[from..]);
            from = run.Written.Length;
            FtpListing.WriteFacts(run.Output, new FtpEntry(name, seed, Now.AddDays(-age), age == 1), (FtpFacts)(seed & (long)FtpFacts.All), FtpRights.All);
            RequireOneLine(run.Written[from..]);
        }

        var names = run.Written.Length;
        FtpListing.WriteName(run.Output, FtpListing.PrefixOfFile(name), name);
        RequireOneLine(run.Written[names..]);
        run.Note($"{FtpListing.Matches(name, "file.txt")} {FtpListing.Matches(name, name)}");
        var replies = run.Written.Length;
        new FtpReply(257, FtpReply.Quote(name)).WriteTo(run.Output);
        FtpReplyCheck.Require(run.Written[replies..]);
    }

    private static void RequireOneLine(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        FuzzRun.Require(text.EndsWith("\r\n", StringComparison.Ordinal) && !text[..^2].Any(char.IsControl), "a name makes a second line, or moves the cursor");
    }
}
