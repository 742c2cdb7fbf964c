using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Ftp;

public sealed class FtpAsciiFuzz() : FuzzTests(
    new FtpAsciiTarget(),
    [
        new(FuzzProperty.SameHoweverSplit, new FtpAsciiTarget(forgets: true)),
        new(FuzzProperty.OutputBounded, new FtpAsciiTarget(doubles: true)),
    ]);
