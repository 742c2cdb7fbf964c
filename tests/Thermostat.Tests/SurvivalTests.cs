namespace SocketGateway.Thermostat.Tests;

/// <summary>The promise, seen by real clients of a real process.</summary>
public sealed class SurvivalTests(FaultyProgram program) : IClassFixture<FaultyProgram>
{
    private const string Poison = "poison_input";

    [Fact]
    public async Task A_session_that_throws_in_mid_conversation_is_replaced_and_the_client_sees_only_a_pause()
    {
        using var client = await program.ConnectAsync("thermostat");
        Assert.StartsWith("ready, ", await client.ReadAsync());
        Assert.Equal("OK 25", await client.AskAsync("SET 25"));
        Assert.Equal("OK 26", await client.AskAsync("CRASH SET 26"));
        Assert.Equal("26 after 2 changes", await client.AskAsync("GET"));
        Assert.Equal("bye", await client.AskAsync("QUIT"));
        Assert.Null(await client.ReadAsync());
        client.Dispose();
        await program.WaitForLogAsync("ended:", client.Name, "closed", "2 epochs");
    }

    [Fact]
    public async Task Under_tls_the_client_sees_no_more_of_it()
    {
        using var client = await program.ConnectSecurelyAsync();
        Assert.StartsWith("ready, ", await client.ReadAsync());
        Assert.Equal("OK 25", await client.AskAsync("SET 25"));
        Assert.Equal("OK 26", await client.AskAsync("CRASH SET 26"));
        Assert.Equal("26 after 2 changes", await client.AskAsync("GET"));
        Assert.Equal("bye", await client.AskAsync("QUIT"));
        Assert.Null(await client.ReadAsync());
        client.Dispose();
        await program.WaitForLogAsync("ended:", client.Name, "closed", "2 epochs");
    }

    [Fact]
    public async Task Pipelined_lines_behind_the_crash_are_answered_in_order()
    {
        using var client = await program.ConnectAsync("thermostat");
        Assert.StartsWith("ready, ", await client.ReadAsync());
        await client.SendAsync("SET 1\r\nCRASH SET 2\r\nSET 3\r\nGET");
        Assert.Equal("OK 1", await client.ReadAsync());
        Assert.Equal("OK 2", await client.ReadAsync());
        Assert.Equal("OK 3", await client.ReadAsync());
        Assert.Equal("3 after 3 changes", await client.ReadAsync());
    }

    [Fact]
    public async Task A_poisoned_line_closes_its_own_connection_only()
    {
        using var poisoned = await program.ConnectAsync("thermostat");
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => program.ConnectAsync("thermostat")));
        foreach (var client in others.Prepend(poisoned)) Assert.StartsWith("ready, ", await client.ReadAsync());
        foreach (var client in others) Assert.Equal("OK 5", await client.AskAsync("SET 5"));

        // Committed output is delivered; then the client sees an error, not a false end.
        Assert.Equal("OK 6", await poisoned.AskAsync("SET 6"));
        await Assert.ThrowsAsync<IOException>(() => poisoned.AskAsync("BOOM"));
        await program.WaitForLogAsync("ended:", poisoned.Name, Poison, "3 epochs");

        foreach (var client in others)
        {
            Assert.Equal("5 after 1 changes", await client.AskAsync("GET"));
            client.Dispose();
            await program.WaitForLogAsync("ended:", client.Name, "1 epochs");
        }
    }

    [Fact]
    public async Task A_dependency_that_fails_for_20_s_closes_no_client()
    {
        using var power = await program.ConnectAsync("switch");
        var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => program.ConnectAsync("database")));
        foreach (var client in clients) Assert.Equal("a: read", await client.AskAsync("a"));
        Assert.Equal("down", await power.AskAsync("DOWN"));
        await Task.WhenAll(clients.Select(client => client.SendAsync("b")));
        await Task.Delay(TimeSpan.FromSeconds(20));
        Assert.Equal("up", await power.AskAsync("UP"));
        foreach (var client in clients) Assert.Equal("b: read", await client.ReadAsync());
        foreach (var client in clients)
        {
            Assert.Equal("c: read", await client.AskAsync("c"));
            client.Dispose();
        }

        await program.WaitForLogAsync("is held: so many sessions of database fail");
    }
}
