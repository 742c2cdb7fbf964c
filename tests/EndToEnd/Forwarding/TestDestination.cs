using System.Net;
using System.Net.Sockets;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Forwarding;

/// <summary>A server that a gateway forwards to, on a port of its own that stays its own: it does what the test says, refuses, and listens again.</summary>
internal sealed class TestDestination : IDisposable
{
    private const int Backlog = 1024;

    private Socket _listener;
    private int _accepted;

    /// <param name="name">Its name in the gateway's settings.</param>
    /// <param name="serve">What it does with each connection, which is closed afterwards.</param>
    /// <param name="listens">False: it refuses until it is told to listen.</param>
    public TestDestination(string name, Func<TestClient, Task> serve, bool listens = true)
    {
        (Name, Serve, Port) = (name, serve, FreePorts.One());
        _listener = Bind();
        if (listens) Listen();
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Further members of its settings, as JSON: <c>"Weight": 3</c>.</summary>
    public string Keys { get; init; } = "";

    public Func<TestClient, Task> Serve { get; set; }

    /// <summary>How many connections it ever took.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The member of <c>Destinations</c>.</summary>
    public string Json => $$"""
        "{{Name}}": { {{(Keys.Length > 0 ? Keys + "," : "")}} "Address": "127.0.0.1:{{Port}}" }
        """;

    public void Listen()
    {
        _listener.Listen(Backlog);
        _ = AcceptAsync(_listener);
    }

    /// <summary>Refuses new connections from now on; those that it has go on. The port is bound, so that nobody else gets it.</summary>
    public void Refuse()
    {
        _listener.Dispose();
        _listener = Bind();
    }

    public void Dispose() => _listener.Dispose();

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It refuses from now on.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _accepted);
        socket.NoDelay = true;
        using var connection = TestClient.Of(socket);
        try
        {
            await Serve(connection);
        }
        catch (Exception error) when (error is SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway, or the test, has ended it; what matters of it the test sees at its own end.
        }
    }
}
