using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A place in a cluster, and the process that is there at the moment: it is killed, frozen, stopped, and started again at the same address.</summary>
/// <param name="name">What the messages of a failed test call it.</param>
/// <param name="address">Where other nodes reach it.</param>
/// <param name="settings">What each of its processes is started with.</param>
internal sealed class ClusterNode(string name, string address, GatewaySettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(90);

    private readonly List<string> _earlier = [];
    private GatewayProcess? _process;
    private bool _frozen;

    public string Name => name;

    public string Address => address;

    public GatewayProcess Process => _process ?? throw new InvalidOperationException($"{name} was not started");

    /// <summary>Of the process that was started last.</summary>
    public int ProcessId { get; private set; }

    public NodeCondition Condition => _process is not { HasExited: false } ? NodeCondition.Down : _frozen ? NodeCondition.Frozen : NodeCondition.Up;

    /// <summary>What all its processes have written.</summary>
    public IEnumerable<string> Output => _process is null ? _earlier : [.. _earlier, .. _process.Output.All];

    /// <summary>Starts it if it is down, and waits until it says that it serves.</summary>
    public async Task StartAsync()
    {
        if (Condition != NodeCondition.Down) return;
        await EndAsync();
        var process = await GatewayProcess.StartAsync(settings);
        ProcessId = process.Id;
        _process = process;
    }

    /// <summary>SIGKILL, unless it is down.</summary>
    public async Task KillAsync()
    {
        if (Condition == NodeCondition.Down) return;
        Process.Signal(PosixSignals.Kill);
        await Process.WaitForExitAsync(ExitPatience);
    }

    /// <summary>SIGTERM; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Process.Signal(PosixSignals.Term);
        return await Process.WaitForExitAsync(ExitPatience);
    }

    public void Freeze()
    {
        Process.Signal(PosixSignals.Stop);
        _frozen = true;
    }

    public void Thaw()
    {
        _frozen = false;
        Process.Signal(PosixSignals.Continue);
    }

    /// <summary>Undoes what was done to it.</summary>
    public Task RestoreAsync()
    {
        if (Condition == NodeCondition.Frozen) Thaw();
        return StartAsync();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task EndAsync()
    {
        if (_process is not { } process) return;
        _earlier.AddRange(process.Output.All);

        // Down for everybody who looks, before it is gone for good.
        (_process, _frozen) = (null, false);
        await process.DisposeAsync();
    }
}
