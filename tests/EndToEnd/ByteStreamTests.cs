using System.Security.Cryptography;
using System.Text;
using SocketGateway.EndToEnd.Clients;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd;

/// <summary>Not one byte is lost, doubled or changed, whatever the size of the pieces and whichever side ends first.</summary>
[Collection(SharedGatewayCollection.Name)]
public sealed class ByteStreamTests(SharedGateway shared)
{
    private readonly GatewayProcess _gateway = shared.Process;

    [Fact]
    public async Task A_client_that_shuts_down_its_side_gets_every_byte_back()
    {
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        var sent = RandomNumberGenerator.GetBytes(60_000);
        await client.SendAsync(sent);
        client.ShutdownSend();
        Assert.Equal(sent, await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task A_client_that_ends_without_a_word_sees_the_end()
    {
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        client.ShutdownSend();
        Assert.Empty(await client.ReceiveAllAsync());
    }

    [Fact]
    public async Task Echo_of_100_MB_has_the_same_hash()
    {
        const int Piece = 1_000_000, Pieces = 100;
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sending = Task.Run(async () =>
        {
            var piece = new byte[Piece];
            for (var i = 0; i < Pieces; i++)
            {
                RandomNumberGenerator.Fill(piece);
                sent.AppendData(piece);
                await client.SendAsync(piece);
            }

            client.ShutdownSend();
        });

        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, total) = (new byte[65536], 0L);
        for (var read = await client.ReceiveAsync(buffer); read > 0; read = await client.ReceiveAsync(buffer))
        {
            received.AppendData(buffer, 0, read);
            total += read;
        }

        await sending;
        Assert.Equal((long)Piece * Pieces, total);
        Assert.Equal(sent.GetHashAndReset(), received.GetHashAndReset());
    }

    [Fact]
    public async Task Packets_of_one_byte_come_back_in_order()
    {
        using var client = await TestClient.ConnectAsync(_gateway.EchoPort);
        var sent = RandomNumberGenerator.GetBytes(5_000);
        var receiving = client.ReceiveExactlyAsync(sent.Length);
        for (var i = 0; i < sent.Length; i++) await client.SendAsync(sent.AsMemory(i, 1));
        Assert.Equal(sent, await receiving);
    }

    [Fact]
    public async Task A_server_that_closes_with_unread_input_does_not_reset_the_client()
    {
        // Daytime never reads. Closing its socket with input in it would make the kernel send RST, which overtakes the answer.
        using var client = await TestClient.ConnectAsync(_gateway.DaytimePort);
        await client.SendAsync(new byte[1_500_000]);
        var answer = await client.ReceiveAllAsync();
        Assert.EndsWith("\r\n", Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }
}
