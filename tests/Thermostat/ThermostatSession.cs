using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Thermostat;

/// <summary>A thermostat of its own for each connection: one line in, one line out.</summary>
public class ThermostatSession(ILogger<ThermostatSession> log) : LineSession<Thermostat>
{
    protected override ValueTask OnOpenedAsync(CancellationToken stop)
    {
        WriteLine($"ready, {Connection.SocketPair}");
        return default;
    }

    protected override ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        switch (line.Split(' '))
        {
            case ["SET", var value] when int.TryParse(value, out var target):
                State = State with { Target = target, Changes = State.Changes + 1 };
                log.LogInformation("a new target");
                WriteLine($"OK {target}");
                break;
            case ["GET"]:
                WriteLine($"{State.Target} after {State.Changes} changes");
                break;
            case ["QUIT"]:
                Close("bye\r\n");
                break;
            default:
                WriteLine("ERR SET n | GET | QUIT");
                break;
        }

        return default;
    }
}
