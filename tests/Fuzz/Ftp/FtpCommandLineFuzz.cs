using System.Buffers;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

public sealed class FtpCommandLineFuzz() : FuzzTests(
    new LinesTarget((line, run) => Read(FtpCommandLine.Parse(line), run)),
    [
        new(FuzzProperty.NeverThrows, new LinesTarget((line, run) => run.Note($"{line.ToArray()[3]}"))),
        new(FuzzProperty.SameHoweverSplit, new LinesTarget((line, run) => run.Note($"{FtpCommandLine.Parse(new ReadOnlySequence<byte>(line.First))}"))),
        new(FuzzProperty.WellFormed, new LinesTarget((line, run) => FuzzRun.Require(line.ToArray().All(b => b != 255), "a command of Telnet is in the line"))),
    ])
{
    private static void Read(FtpCommandLine command, FuzzRun run)
    {
        FuzzRun.Require(command.Fault is null == command.Verb.Length > 0, "a verb, or a fault");
        FuzzRun.Require(command.Verb.All(c => c is >= 'A' and <= 'Z'), "a verb has letters only");
        FuzzRun.Require(!command.Argument.Any(char.IsControl), "a control character is in the argument");
        FuzzRun.Require(command.Verb != "PASS" || command.ToString() == "PASS ***", "a password is in the text of the command");
        run.Note($"{command} [{command.Argument}]");
        var written = run.Written.Length;
        command.Fault?.WriteTo(run.Output);
        FtpReplyCheck.Require(run.Written[written..]);
    }
}
