using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Fuzz.Tests.Sessions;

public sealed class TelnetStateFuzz() : FuzzTests(
    new StateReaderTarget<TelnetSessionState>(),
    [
        new(FuzzProperty.NeverThrows, new StateReaderTarget<TelnetSessionState>(data => JsonSerializer.Deserialize<TelnetSessionState>(data.Span) is not null)),
        new(FuzzProperty.MemoryBounded, new StateReaderTarget<TelnetSessionState>(data => new byte[32 * 1024 * 1024].Length > data.Length)),
    ]);
