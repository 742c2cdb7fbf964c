using System.Collections.Concurrent;
using SocketGateway.Protocols.Contract;
using SocketGateway.Thermostat;

namespace SocketGateway.FaultyServices;

/// <summary>The thermostat of the sample with a fault: CRASH throws once per connection, after the step has done its work; BOOM throws every time.</summary>
public sealed class FragileThermostatSession(ILogger<ThermostatSession> log) : ThermostatSession(log)
{
    private static readonly ConcurrentDictionary<ConnectionId, bool> Crashed = new();

    protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        switch (line.Split(' '))
        {
            case ["CRASH", .. var rest]:
                await base.OnLineAsync(string.Join(' ', rest), stop);
                if (Crashed.TryAdd(Connection.Id, true)) throw new InvalidOperationException("the session crashed in the middle of a step");
                break;
            case ["BOOM"]:
                throw new InvalidOperationException("this line crashes every session");
            default:
                await base.OnLineAsync(line, stop);
                break;
        }
    }
}
