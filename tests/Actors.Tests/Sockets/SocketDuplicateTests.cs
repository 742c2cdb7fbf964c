using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Sockets;

namespace SocketGateway.Actors.Tests.Sockets;

/// <summary>A second descriptor of a socket: nobody inherits it, and closing it ends nothing.</summary>
public sealed class SocketDuplicateTests
{
    private const int CloseOnExec = 0x80000; // O_CLOEXEC, as /proc says it

    [Fact]
    public async Task It_is_closed_in_children()
    {
        var (client, accepted) = await SocketIdlenessTests.PairAsync();
        using (client)
        using (accepted)
        using (var duplicate = SocketDuplicate.Of(accepted)!)
        {
            var descriptor = (int)duplicate.DangerousGetHandle();
            Assert.NotEqual((int)accepted.SafeHandle.DangerousGetHandle(), descriptor);
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor.ToString(CultureInfo.InvariantCulture)}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
            Assert.Equal(CloseOnExec, Convert.ToInt32(flags[6..].Trim(), 8) & CloseOnExec);
        }
    }

    [Fact]
    public async Task Closing_it_leaves_the_socket_as_it_was()
    {
        var (client, accepted) = await SocketIdlenessTests.PairAsync();
        using (client)
        {
            SocketDuplicate.Of(accepted)!.Dispose();
            await accepted.SendAsync(new byte[] { 1 });
            Assert.Equal(1, await client.ReceiveAsync(new byte[2]));
            accepted.Dispose();
            Assert.Equal(0, await client.ReceiveAsync(new byte[2]));
        }
    }

    [Fact]
    public async Task While_it_is_open_the_socket_is_although_its_owner_has_closed_it()
    {
        var (client, accepted) = await SocketIdlenessTests.PairAsync();
        using (client)
        {
            var duplicate = SocketDuplicate.Of(accepted)!;
            accepted.Dispose();
            await client.SendAsync(new byte[] { 1 });
            Assert.False(client.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectError));
            duplicate.Dispose();
            var error = await Assert.ThrowsAsync<SocketException>(async () => await client.ReceiveAsync(new byte[2]));
            Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        }
    }

    [Fact]
    public void There_is_none_of_a_socket_that_is_closed_or_unknown()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Dispose();
        Assert.Null(SocketDuplicate.Of(socket));
        Assert.Null(SocketDuplicate.Of(null));
    }
}
