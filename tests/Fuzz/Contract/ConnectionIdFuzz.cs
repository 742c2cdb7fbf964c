using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Fuzz.Tests.Contract;

/// <summary>What an operator types as the id of a connection.</summary>
public sealed class ConnectionIdFuzz() : FuzzTests(
    new TextTarget(Read),
    [
        new(FuzzProperty.NeverThrows, new TextTarget((text, run) => run.Note($"{"0123456789abcdefghjkmnpqrstvwxyz"[text.Length > 0 ? text[0] % 64 : 0]}"))),
        new(FuzzProperty.WellFormed, new TextTarget((text, run) => FuzzRun.Require(!text.Contains('0', StringComparison.Ordinal) || text.Length == 13, "0"))),
    ])
{
    private static void Read(string text, FuzzRun run)
    {
        if (ConnectionId.TryParse(text, out var id)) FuzzRun.Require(id.Matches(text) && ConnectionId.TryParse(id.ToString(), out var again) && again == id, "an id is not what it was read from");
        _ = new ConnectionId(0x0123456789ABCDEF).Matches(text);
        run.Note(id.ToString());
    }
}
