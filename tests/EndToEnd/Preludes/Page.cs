using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Preludes;

/// <summary>Asks a web server for one page.</summary>
internal static class Page
{
    public static readonly byte[] WhoAmI = Encoding.ASCII.GetBytes("GET /whoami HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");

    /// <summary>The whole answer.</summary>
    public static async Task<string> GetAsync(TestClient client)
    {
        await client.SendAsync(WhoAmI);
        return Encoding.ASCII.GetString(await client.ReceiveAllAsync());
    }

    public static async Task<string> GetAsync(Stream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await stream.WriteAsync(WhoAmI, limit.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, limit.Token);
        return Encoding.ASCII.GetString(answer.ToArray());
    }
}
