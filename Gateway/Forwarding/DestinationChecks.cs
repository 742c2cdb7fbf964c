using System.Net.Sockets;
using SocketGateway.Actors.Relay;
using SocketGateway.Actors.State;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Forwarding;

/// <summary>Asks each destination how it is: connects, says something if that is configured, and looks for what the answer must contain.</summary>
internal sealed class DestinationChecks(ForwardService service, ILogger log)
{
    private const int LongestAnswer = 4096;

    private readonly ActiveHealthCheckOptions _check = service.Options.HealthCheck.Active;

    /// <summary>Until it is stopped; at once when there is nothing to check. When destinations change all of them are asked anew.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (_check.Enabled && !stop.IsCancellationRequested)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(stop, service.Changed);
            await Task.WhenAll(service.Options.Destinations.Select(d => RunAsync(d.Key, d.Value, until.Token)));
        }
    }

    private async Task RunAsync(string name, DestinationOptions destination, CancellationToken stop)
    {
        _ = DestinationAddress.TryParse(destination.Address, out var address);
        var last = default(string);
        try
        {
            while (true)
            {
                var why = await CheckAsync(name, address, stop);
                service.Pool.Checked(name, why is null, MonotonicClock.Now);
                if (why is not null && last is null) ForwardingLog.CheckFailed(log, service.Name, name, address.ToString(), why);
                if (why is null && last is not null) ForwardingLog.CheckSucceeded(log, service.Name, name, address.ToString());
                last = why;

                // Not all destinations of all gateways at the same moment.
                await Task.Delay(_check.Interval * (0.9 + (0.2 * Random.Shared.NextDouble())), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops, or the destinations are others.
        }
    }

    /// <summary>Null, or what is wrong.</summary>
    private async Task<string?> CheckAsync(string name, DestinationAddress address, CancellationToken stop)
    {
        // Those that connections go to: a name is the resolver's business, and one that is down takes no destination with it.
        if (service.Resolver.AddressesOf(name) is not { Count: > 0 } found) return "it has no address";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_check.Timeout);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync([.. found.Select(one => one.Address)], address.Port, patience.Token);
            for (var preface = ProxyPreface.OfCheck(service.Settings.ProxyProtocol); preface.Length > 0;) preface = preface[await socket.SendAsync(preface, patience.Token)..];
            await using Stream stream = service.Tls is { } tls ? await tls.SecureAsync(socket, address.Host, patience.Token) : new NetworkStream(socket, ownsSocket: false);
            if (_check.Send is { } say) await stream.WriteAsync(say.ToBytes(), patience.Token);
            if (_check.Send is null && _check.Expect is null) return null;
            return await ExpectAsync(stream, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer within {_check.Timeout}";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.Message;
        }
    }

    private async Task<string?> ExpectAsync(Stream stream, CancellationToken stop)
    {
        var (answer, length) = (new byte[LongestAnswer], 0);
        var wanted = _check.Expect?.ToBytes() ?? [];
        while (length < answer.Length)
        {
            var count = await stream.ReadAsync(answer.AsMemory(length), stop);
            if (count == 0) break;
            length += count;
            if (answer.AsSpan(0, length).IndexOf(wanted) >= 0) return null;
        }

        return length == 0 ? "closed without an answer" : "another answer than expected";
    }
}
