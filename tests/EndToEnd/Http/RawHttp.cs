using System.Net.Sockets;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Http;

/// <summary>HTTP by hand: exactly these bytes, and what came back.</summary>
internal static class RawHttp
{
    /// <summary>Sends this on a connection of its own, and returns all that comes until the server closes; the bytes before a reset too.</summary>
    public static async Task<string> ExchangeAsync(int port, string request, bool shutdown = false)
    {
        using var client = await TestClient.ConnectAsync(port);
        try
        {
            await client.SendAsync(Encoding.Latin1.GetBytes(request));
            if (shutdown) client.ShutdownSend();
        }
        catch (SocketException)
        {
            // It was refused before it was over.
        }

        return await ReadToEndAsync(client);
    }

    public static async Task<string> ReadToEndAsync(TestClient client)
    {
        var all = new StringBuilder();
        var buffer = new byte[65536];
        try
        {
            for (var read = await client.ReceiveAsync(buffer); read > 0; read = await client.ReceiveAsync(buffer)) all.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            all.Append("<reset>");
        }

        return all.ToString();
    }

    /// <summary>Reads up to the end of what ends in this.</summary>
    public static async Task<string> ReadUntilAsync(TestClient client, string end)
    {
        var all = new StringBuilder();
        var buffer = new byte[4096];
        while (!all.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await client.ReceiveAsync(buffer);
            if (read == 0) throw new EndOfStreamException($"the stream ended after: {all}");
            all.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return all.ToString();
    }
}
