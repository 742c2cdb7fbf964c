using System.Diagnostics;
using System.Net;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Fuzz.Tests.Contract;

/// <summary>
/// Sockets that behave and keep account: they deliver only what was asked for, and hold the ledger to its promises. Only the session's side may be anything.
/// </summary>
internal sealed class LedgerWorld : ILedgerEffects
{
    private static readonly IPEndPoint Here = new(IPAddress.Loopback, 7);

    private readonly bool[] _reading = new bool[LedgerLimits.MaxChannels];
    private readonly long[] _waiting = new long[LedgerLimits.MaxChannels];
    private readonly long[] _granted = new long[LedgerLimits.MaxChannels];
    private int _epoch;
    private bool _ended;

    public LedgerWorld(LedgerLimits limits) =>
        Ledger = new ConnectionLedger(new ConnectionInfo(ConnectionId.Create(1, 1), new SocketPair(new IPEndPoint(IPAddress.Loopback, 1000), Here), "listener", default(ActivityContext)) { CanStartTls = true }, "Echo", limits, this);

    public ConnectionLedger Ledger { get; }

    public HashSet<int> Listening { get; } = [];

    public HashSet<int> Connecting { get; } = [];

    public long Unsent { get; set; }

    public bool IsReading(int channel) => _reading[channel];

    /// <summary>What the socket has to take of each write at once.</summary>
    public int Takes { get; set; }

    public void Receive(int channel, byte[] bytes, long now)
    {
        if (!_reading[channel]) return;
        _reading[channel] = false;
        Ledger.Received(channel, bytes, now);
    }

    public void EndInput(int channel, long now)
    {
        if (!_reading[channel]) return;
        _reading[channel] = false;
        Ledger.InputEnded(channel, now);
    }

    public void Written(int channel, long now)
    {
        if (_waiting[channel] == 0) return;
        var bytes = 1 + (now % _waiting[channel]);
        _waiting[channel] -= bytes;
        Ledger.Written(channel, bytes, now);
    }

    public void Answer(int channel, bool up, long now)
    {
        if (Listening.Contains(channel)) Ledger.Listening(channel, up ? Here : null, up ? null : "no_port");
        if (!up || !(Listening.Remove(channel) | Connecting.Remove(channel))) return;
        Ledger.ChannelUp(channel, Here, Here);
    }

    public void Lose(int channel, bool orderly, long now)
    {
        Forget(channel);
        Ledger.ChannelDown(channel, orderly, "lost", now);
    }

    public void Open(SessionProtocol.Open open)
    {
        Alive();
        FuzzRun.Require(open.Epoch == _epoch + 1, $"epoch {open.Epoch} after {_epoch}");
        _epoch = open.Epoch;
        foreach (var row in open.Channels) _granted[row.Channel] = row.Credit;
    }

    public void Send(SessionProtocol message)
    {
        Alive();
        FuzzRun.Require(message.Epoch == _epoch, "a message of another epoch");
        if (message is not SessionProtocol.OutputCredit credit) return;
        FuzzRun.Require(credit.Credit >= _granted[credit.Channel], "credit was taken back");
        _granted[credit.Channel] = credit.Credit;
    }

    public void FindPlace() => Alive();

    public void Read(int channel)
    {
        Alive();
        FuzzRun.Require(!_reading[channel], "a second read was asked for");
        _reading[channel] = true;
    }

    public int Write(int channel, ReadOnlyMemory<byte> bytes)
    {
        Alive();
        FuzzRun.Require(!bytes.IsEmpty, "nothing was written");
        var taken = _waiting[channel] > 0 ? 0 : Math.Min(bytes.Length, Takes);
        _waiting[channel] += bytes.Length - taken;
        return taken;
    }

    public void Listen(int channel, bool tls)
    {
        Alive();
        Forget(channel);
        Listening.Add(channel);
    }

    public void Connect(int channel, IPEndPoint peer, bool tls)
    {
        Alive();
        Forget(channel);
        Connecting.Add(channel);
    }

    public void StartTls(ReadOnlyMemory<byte> early, bool reading)
    {
        Alive();
        FuzzRun.Require(reading == _reading[0], "the ledger and the socket disagree about a read");
        _reading[0] = false;
    }

    public void Shutdown(int channel)
    {
        Alive();
        FuzzRun.Require(_waiting[channel] == 0, "FIN before everything was written");
    }

    public void Reset(int channel)
    {
        Alive();
        Forget(channel);
    }

    long ILedgerEffects.Unsent(int channel) => Unsent;

    public void Note(LedgerNote note, string detail)
    {
    }

    public void Ended(string reason)
    {
        Alive();
        _ended = true;
    }

    private void Forget(int channel)
    {
        (_reading[channel], _waiting[channel], _granted[channel]) = (false, 0, 0);
        Listening.Remove(channel);
        Connecting.Remove(channel);
    }

    private void Alive() => FuzzRun.Require(!_ended, "something was asked for after the end");
}
