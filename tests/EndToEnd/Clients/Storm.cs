using System.Net.Sockets;

namespace SocketGateway.EndToEnd.Clients;

/// <summary>Clients that come, say one thing and go, while ports close and open.</summary>
internal static class Storm
{
    /// <summary>
    /// False when the port is closed, or the gateway was quicker to close the idle connection than the client to speak. A reset is an exception.
    /// </summary>
    public static async Task<bool> TryEchoAsync(int port)
    {
        try
        {
            using var client = await TestClient.ConnectAsync(port);
            await client.SendAsync(new byte[] { 7 });
            return await client.ReceiveAsync(new byte[1]) == 1;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return false;
        }
    }
}
