using System.Net.Sockets;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Forwarding;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Asks each destination how it is: connects, says something if that is configured, and looks for what the answer must contain.</summary>
internal sealed class DestinationChecks(string service, ForwardServiceOptions options, DestinationPool pool, ILogger log)
{
    private const int LongestAnswer = 4096;

    private readonly ActiveHealthCheckOptions _check = options.HealthCheck.Active;

    /// <summary>Until it is stopped; at once when there is nothing to check.</summary>
    public Task RunAsync(CancellationToken stop) => _check.Enabled ? Task.WhenAll(options.Destinations.Select(d => RunAsync(d.Key, d.Value, stop))) : Task.CompletedTask;

    private async Task RunAsync(string name, DestinationOptions destination, CancellationToken stop)
    {
        _ = DestinationAddress.TryParse(destination.Address, out var address);
        var last = default(string);
        try
        {
            while (true)
            {
                var why = await CheckAsync(address, stop);
                pool.Checked(name, why is null, MonotonicClock.Now);
                if (why is not null && last is null) ForwardingLog.CheckFailed(log, service, name, address.ToString(), why);
                if (why is null && last is not null) ForwardingLog.CheckSucceeded(log, service, name, address.ToString());
                last = why;

                // Not all destinations of all gateways at the same moment.
                await Task.Delay(_check.Interval * (0.9 + (0.2 * Random.Shared.NextDouble())), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    /// <summary>Null, or what is wrong.</summary>
    private async Task<string?> CheckAsync(DestinationAddress address, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_check.Timeout);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (address.EndPoint is { } endPoint) await socket.ConnectAsync(endPoint, patience.Token);
            else await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            if (_check.Send is { } say) await socket.SendAsync(say.ToBytes(), patience.Token);
            if (_check.Send is null && _check.Expect is null) return null;
            return await ExpectAsync(socket, patience.Token);
        }
        catch (SocketException error)
        {
            return error.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer within {_check.Timeout}";
        }
    }

    private async Task<string?> ExpectAsync(Socket socket, CancellationToken stop)
    {
        var (answer, length) = (new byte[LongestAnswer], 0);
        var wanted = _check.Expect?.ToBytes() ?? [];
        while (length < answer.Length)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(length), stop);
            if (count == 0) break;
            length += count;
            if (answer.AsSpan(0, length).IndexOf(wanted) >= 0) return null;
        }

        return length == 0 ? "closed without an answer" : "another answer than expected";
    }
}
