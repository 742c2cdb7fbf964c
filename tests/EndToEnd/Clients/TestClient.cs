using System.Net;
using System.Net.Sockets;

namespace SocketGateway.EndToEnd.Clients;

/// <summary>A TCP client. Nothing it does waits for ever.</summary>
internal sealed class TestClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public IPEndPoint Local => (IPEndPoint)Socket.LocalEndPoint!;

    /// <summary>The other end of a connection that was accepted.</summary>
    public static TestClient Of(Socket accepted) => new(accepted);

    /// <param name="port">The port.</param>
    /// <param name="receiveBuffer">What the kernel may hold for this client, in bytes; 0 leaves it the kernel's choice.</param>
    /// <param name="from">The address of this machine that it comes from; null for the usual one.</param>
    /// <param name="to">The address that it connects to; null for 127.0.0.1.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async Task<TestClient> ConnectAsync(int port, int receiveBuffer = 0, IPAddress? from = null, IPAddress? to = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer > 0) socket.ReceiveBufferSize = receiveBuffer;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            if (from is not null) socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(new IPEndPoint(to ?? IPAddress.Loopback, port), limit.Token);
            return new TestClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static async Task<bool> CanConnectAsync(int port)
    {
        try
        {
            using var client = await ConnectAsync(port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => SendAsync(bytes, Patience);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (bytes.Length > 0) bytes = bytes[await Socket.SendAsync(bytes, limit.Token)..];
    }

    /// <summary>0 at the end of the stream.</summary>
    public async Task<int> ReceiveAsync(Memory<byte> buffer)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await Socket.ReceiveAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"nothing received in {Patience.TotalSeconds} s");
        }
    }

    public async Task<byte[]> ReceiveExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await ReceiveAsync(bytes.AsMemory(have));
            if (read == 0) throw new EndOfStreamException($"the stream ended after {have} of {count} bytes");
            have += read;
        }

        return bytes;
    }

    /// <summary>Everything until the server's FIN.</summary>
    public async Task<byte[]> ReceiveAllAsync()
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[65536];
        for (var read = await ReceiveAsync(buffer); read > 0; read = await ReceiveAsync(buffer)) bytes.Write(buffer, 0, read);
        return bytes.ToArray();
    }

    /// <summary>How the server ended the connection: what is still to be read is dropped.</summary>
    public async Task<StreamEnd> ReceiveEndAsync()
    {
        try
        {
            await ReceiveAllAsync();
            return StreamEnd.Finished;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            return StreamEnd.Reset;
        }
    }

    /// <summary>Sends to an echo service and checks what comes back.</summary>
    public async Task EchoAsync(byte[] bytes)
    {
        await SendAsync(bytes);
        Assert.Equal(bytes, await ReceiveExactlyAsync(bytes.Length));
    }

    /// <summary>Has one byte echoed now and then, idle most of the time as most connections are, until the server ends the connection in good order; how often.</summary>
    public async Task<int> EchoUntilEndAsync()
    {
        var buffer = new byte[1];
        for (var count = 0; ; count++)
        {
            await SendAsync(buffer);
            if (await ReceiveAsync(buffer) == 0)
            {
                Dispose();
                return count;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public void ShutdownSend() => Socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
