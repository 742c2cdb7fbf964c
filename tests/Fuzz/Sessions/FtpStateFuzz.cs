using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Gateway.Ftp;

namespace SocketGateway.Fuzz.Tests.Sessions;

public sealed class FtpStateFuzz() : FuzzTests(
    new StateReaderTarget<FtpSessionState>(),
    [
        new(FuzzProperty.NeverThrows, new StateReaderTarget<FtpSessionState>(data => JsonSerializer.Deserialize<FtpSessionState>(data.Span) is not null)),
        new(FuzzProperty.MemoryBounded, new StateReaderTarget<FtpSessionState>(data => new byte[32 * 1024 * 1024].Length > data.Length)),
    ]);
