using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

public sealed class FtpMachineFuzz() : FuzzTests(
    new FtpMachineTarget(),
    [
        new(FuzzProperty.NeverThrows, new FtpMachineTarget((step, command) => command.Verb == "REST" ? With(step, $"{int.Parse(command.Argument, null)}") : step)),
        new(FuzzProperty.WellFormed, new FtpMachineTarget((step, command) => command.Verb == "MDTM" ? step with { State = step.State with { Directory = "/a/" + command.Argument } } : step)),
        new(FuzzProperty.OutputBounded, new FtpMachineTarget((step, command) => command.Verb == "HELP" ? With(step, new string('x', 64 * 1024)) : step)),
        new(FuzzProperty.MemoryBounded, new FtpMachineTarget((step, _) => step with { State = step.State with { User = new string('x', 70_000) } })),
        new(FuzzProperty.Progresses, new FtpMachineTarget((step, command) =>
            command.Verb == "LIST" ? step with { State = step.State with { Transfer = new FtpTransfer(FtpTransferKind.List, "/", FtpType.Ascii), Closing = FtpClosing.Closed } } : step)),
    ])
{
    private static FtpStep With(FtpStep step, string text) => new(step.State, [.. step.Effects, new FtpEffect.Reply(new FtpReply(200, text))]);
}
