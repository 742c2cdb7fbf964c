using SocketGateway.Protocols.Sessions;

namespace SocketGateway.FaultyServices;

/// <summary>Answers each line with what the database says, and fails when it does not.</summary>
public sealed class DatabaseSession(Database database) : LineSession
{
    protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        await database.ReadAsync();
        WriteLine($"{line}: read");
    }
}
