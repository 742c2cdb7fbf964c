using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Hostile;

/// <summary>What a client waits for.</summary>
internal static class Expectations
{
    /// <summary>A service may work for a while on what it was sent without saying a word.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Reads until the text has come.</summary>
    public static async Task ExpectAsync(this TestClient client, string text)
    {
        var (received, buffer) = (new StringBuilder(), new byte[4096]);
        while (!received.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await client.ReceiveAsync(buffer);
            if (read == 0) throw new EndOfStreamException($"the gateway closed before {text}: {received}");
            received.Append(Encoding.Latin1.GetString(buffer.AsSpan(0, read)));
        }
    }

    /// <summary>Everything up to the end of the connection, whichever way it ends.</summary>
    public static async Task<string> ReadToEndAsync(this TestClient client)
    {
        var (received, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            for (int read; (read = await client.Socket.ReceiveAsync(buffer, limit.Token)) > 0;) received.Append(Encoding.Latin1.GetString(buffer.AsSpan(0, read)));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // Input that nobody will read.
        }

        return received.ToString();
    }
}
