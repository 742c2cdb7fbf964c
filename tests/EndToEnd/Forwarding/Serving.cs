using System.Security.Cryptography;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>What destinations do with a connection.</summary>
internal static class Serving
{
    public static async Task EchoAsync(TestClient connection)
    {
        var buffer = new byte[65536];
        for (var count = await connection.ReceiveAsync(buffer); count > 0; count = await connection.ReceiveAsync(buffer))
            await connection.SendAsync(buffer.AsMemory(0, count));
    }

    /// <summary>Says this at once, and ends in good order.</summary>
    public static Func<TestClient, Task> Say(string text) => Say(Encoding.UTF8.GetBytes(text));

    public static Func<TestClient, Task> Say(byte[] bytes) => async connection =>
    {
        await connection.SendAsync(bytes);
        connection.ShutdownSend();
        await connection.ReceiveAllAsync();
    };

    /// <summary>Says this once it was asked exactly that.</summary>
    public static Func<TestClient, Task> Answer(string question, string answer) => async connection =>
    {
        var asked = await connection.ReceiveExactlyAsync(question.Length);
        if (Encoding.UTF8.GetString(asked) == question) await connection.SendAsync(Encoding.UTF8.GetBytes(answer));
    };

    /// <summary>Answers with the checksum of all that the client has said, once that has ended.</summary>
    public static async Task AnswerAtEndAsync(TestClient connection)
    {
        var said = await connection.ReceiveAllAsync();
        await connection.SendAsync(SHA256.HashData(said));
        connection.ShutdownSend();
    }

    /// <summary>Says bytes without end, to a client that takes them or not.</summary>
    public static async Task FloodAsync(TestClient connection)
    {
        var bytes = new byte[65536];
        while (true) await connection.SendAsync(bytes);
    }

    /// <summary>Reads nothing and says nothing until this is over.</summary>
    public static Func<TestClient, Task> StallUntil(Task over) => _ => over;

    /// <summary>Says one byte, and tells how the connection ends.</summary>
    public static Func<TestClient, Task> WatchEnd(TaskCompletionSource<StreamEnd> end) => async connection =>
    {
        await connection.SendAsync(new byte[1]);
        end.TrySetResult(await connection.ReceiveEndAsync());
    };
}
