using SocketGateway.Protocols.Sessions;

namespace SocketGateway.FaultyServices;

/// <summary>Takes the database down and up again.</summary>
public sealed class SwitchSession(Database database) : LineSession
{
    protected override ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        database.Down = line == "DOWN";
        WriteLine(database.Down ? "down" : "up");
        return default;
    }
}
