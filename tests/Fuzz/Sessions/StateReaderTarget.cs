using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Fuzz.Tests.Sessions;

/// <summary>Bytes that should be a session's state: read, or refused. The first byte says which version they claim to be.</summary>
/// <param name="spoil">A seeded fault: takes the place of the reader.</param>
internal sealed class StateReaderTarget<TState>(Func<ReadOnlyMemory<byte>, bool>? spoil = null) : FuzzTarget
    where TState : class
{
    private const int MaxState = 64 * 1024;

    public override FuzzLimits Limits { get; } = new() { MaxHeld = 6 * MaxState, AllocatedPerByte = 4096 };

    public override bool IsStream => false;

    public override IReadOnlyList<byte[]> Tokens { get; } =
        [.. new[] { "null", "{}", "[]", "\"\"", "true", "1e999", "-1", "\\u0000", "\\ud800", "{\"Telnet\":", "\"Line\":", "\"Control\":", "\"Options\":", "\"$type\":\"x\",", "\"$ref\":\"1\"", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        if (packets.Count == 0) return;
        var data = packets[0].AsMemory(1);
        var session = new Reader();
        var state = new SessionState(typeof(TState).FullName!, packets[0][0] % 4, data);
        var read = spoil is null ? session.TryRestoreState(state, packets[0][0] < 200 ? StartKind.Resumed : StartKind.Transferred) : spoil(data);
        run.Note($"{read}");
        if (read) run.Keeps(session.DescribeState().Length);
    }

    private sealed class Reader : Session<TState>;
}
