namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>
/// One direction between the gateway and a node: keeps the order and delays. While it is cut, what is under way and what is sent is lost, a suffix and never a middle; or it comes
/// late, as out of a connection that was replaced meanwhile.
/// </summary>
internal sealed class SimulatedWay(SimulatedWorld world, Action<byte[]> arrive)
{
    private long _last;
    private int _cuts;
    private bool _isCut;
    private long _lateBy;

    public void Send(byte[] frame)
    {
        if (_isCut)
        {
            ArriveLate(frame);
            return;
        }

        var cuts = _cuts;
        _last = Math.Max(_last, world.Time.Now + world.Plan.Random.Below(world.Plan.Latency + 1));
        world.Time.At(_last, () =>
        {
            if (_cuts == cuts) arrive(frame);
            else ArriveLate(frame);
        });
    }

    public void Cut()
    {
        _isCut = true;
        _cuts++;
        _lateBy = world.Plan.Random.Chance(0.5) ? world.Plan.Random.Between(10, 6_000) : 0;
    }

    public void Heal() => _isCut = false;

    private void ArriveLate(byte[] frame)
    {
        if (_lateBy > 0) world.Time.In(_lateBy, () => arrive(frame));
    }
}
