using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Simulation;

/// <summary>One channel's socket and the peer behind it, from its opening to its end. Bytes reach the peer when the socket takes them.</summary>
internal sealed class SimulatedSocket(SimulatedWorld world, int channel, byte[] script, bool endsInput)
{
    private readonly Queue<ReadOnlyMemory<byte>> _writes = new();
    private readonly Queue<ReadOnlyMemory<byte>> _takenAtOnce = new();
    private byte[] _expected = new byte[256];
    private int _expectedCount;
    private int _sent;
    private int _delivered;
    private bool _finSent;
    private bool _endDelivered;
    private bool _readWanted;
    private bool _readUnderWay;
    private bool _writeUnderWay;
    private bool _shutdown;
    private bool _handshaking;
    private bool _peerGone;
    private long _lastAcknowledgement;

    private SeededRandom Random => world.Plan.Random;

    public byte[] Script => script;
    public bool Gone { get; private set; }
    public bool FinSeen => _shutdown;
    public int Received { get; private set; }
    public int Expected => _expectedCount;

    public static readonly TlsInfo Agreed = new(System.Security.Authentication.SslProtocols.Tls13, System.Net.Security.TlsCipherSuite.TLS_AES_256_GCM_SHA384);

    /// <summary>The handshake is done: what is sent from here on is plain text of a TLS stream.</summary>
    public bool Secured { get; private set; }

    /// <summary>Bytes given to the socket, and of them those whose taking was reported.</summary>
    public long Written { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>Bytes and end given to the ledger, and of them those that a commit consumed.</summary>
    public long Arrived => _delivered;

    public long Committed { get; set; }
    public bool EndCommitted { get; set; }
    public bool Ended => _endDelivered;

    /// <summary>What the undisturbed execution writes next.</summary>
    public void Expect(ReadOnlySpan<byte> bytes)
    {
        if (_expectedCount + bytes.Length > _expected.Length) Array.Resize(ref _expected, Math.Max(_expected.Length * 2, _expectedCount + bytes.Length));
        bytes.CopyTo(_expected.AsSpan(_expectedCount));
        _expectedCount += bytes.Length;
    }

    public void StartPeer() => world.Time.In(Random.Below(world.Plan.SendDelay + 1), SendSome);

    /// <summary>The ledger asks for one read.</summary>
    public void Read()
    {
        if (_readWanted) world.Fail($"channel {channel}: a second read while one is under way");
        _readWanted = true;
        Pump();
    }

    /// <summary>Some of it may go at once, unless something waits before it.</summary>
    public int Write(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) world.Fail("an empty write");
        if (_shutdown) world.Fail($"channel {channel}: output after FIN");
        Written += bytes.Length;
        var taken = 0;
        if (Acknowledged + bytes.Length == Written && !Gone && !_peerGone && Random.Chance(0.5))
        {
            taken = Random.Chance(0.5) ? bytes.Length : Random.Below(bytes.Length);
            _takenAtOnce.Enqueue(bytes[..taken]);
            Acknowledged += taken;
        }

        if (taken == bytes.Length) return taken;
        _writes.Enqueue(bytes[taken..]);
        TakeNextWrite();
        return taken;
    }

    /// <summary>The commit is through, so what it wrote is known: the peer may have what the socket took at once.</summary>
    public void DeliverTaken()
    {
        while (_takenAtOnce.TryDequeue(out var bytes))
        {
            if (world.Fault != SeededFault.OutputBeforeCommit) Receive(bytes.Span);
        }
    }

    public void Shutdown()
    {
        if (_shutdown) world.Fail($"channel {channel}: FIN twice");
        _shutdown = true;
        if (_peerGone) return;
        if (_writes.Count > 0 || Acknowledged < Written || Received < _expectedCount) world.Fail($"channel {channel}: FIN before all output was taken");
        if (_endDelivered) world.Time.In(Latency, () => Down(orderly: true, CloseReasons.None));
        else if (channel != 0 || !world.Plan.ClientLingers) world.Time.In(Latency, EndInput);
    }

    public void Reset() => Gone = true;

    /// <summary>The socket's reads are the handshake's, until it is done. It fails of clear text.</summary>
    public void BeginHandshake(int early, bool reading)
    {
        if (channel != 0 || Secured || _handshaking) world.Fail("TLS twice");
        if (reading != _readWanted) world.Fail("the ledger does not know whether a read is under way");
        if (early > 0 && !world.Plan.Injects) world.Fail("input was called early that is none");
        (_handshaking, _readWanted) = (true, false);
        world.Time.In(Random.Below(30), () => EndHandshake(early > 0));
    }

    private void EndHandshake(bool injected)
    {
        if (Gone || _peerGone || !_handshaking) return;
        _handshaking = false;
        injected |= world.Plan.Injects && _delivered < _sent;
        if (injected && world.Fault == SeededFault.EarlyInputServed) return;
        Secured = !injected;
        world.Call(ledger =>
        {
            if (injected) ledger.NotSecured(CloseReasons.TlsInjection, world.Time.Now);
            else ledger.Secured(Agreed, world.Time.Now);
        });
        if (!injected) SendSome();
    }

    /// <summary>A client that asks for TLS says nothing more until it has it; somebody else may.</summary>
    private int Sendable => channel != 0 || !world.Plan.Upgrades || world.Plan.Injects || Secured ? script.Length : world.Plan.UpgradeAt;

    public void ResetByPeer()
    {
        if (Gone) return;
        _peerGone = true;
        world.Time.In(Latency, () => Down(orderly: false, CloseReasons.ConnectionReset));
    }

    public void Up(bool listens)
    {
        if (Gone) return;
        if (Random.Chance(0.1))
        {
            Down(orderly: false, CloseReasons.IoError);
            return;
        }

        world.Call(ledger => ledger.ChannelUp(channel, Endpoint(20 + channel), Endpoint(listens ? 9000 : 4000)));
        StartPeer();
        if (Random.Chance(0.1)) world.Time.In(Random.Below(100), ResetByPeer);
    }

    /// <summary>Bytes that reach the peer past the ledger: a seeded fault.</summary>
    public void Leak(ReadOnlySpan<byte> bytes) => Receive(bytes);

    public void Down(bool orderly, string reason)
    {
        if (Gone) return;
        Gone = true;
        world.Call(ledger => ledger.ChannelDown(channel, orderly, reason, world.Time.Now));
    }

    private static IPEndPoint Endpoint(int port) => new(IPAddress.Loopback, port);

    private int Latency => Random.Below(world.Plan.Latency + 1);

    private void SendSome()
    {
        if (Gone || _peerGone || _finSent) return;
        _sent += Math.Min(Sendable - _sent, Random.Chance(0.2) ? script.Length : Random.Between(1, 64));
        Pump();
        if (_sent < Sendable) world.Time.In(Random.Below(world.Plan.SendDelay + 1), SendSome);
        else if (endsInput && _sent == script.Length && MayEnd) world.Time.In(Random.Below(world.Plan.SendDelay + 1), EndInput);
    }

    private bool MayEnd => channel != 0 || !world.Plan.Upgrades || world.Plan.Injects || Secured;

    private void EndInput()
    {
        _finSent = true;
        Pump();
    }

    private void Pump()
    {
        var wanted = _readWanted || (world.Fault == SeededFault.WindowIgnored && !_endDelivered);
        if (Gone || _peerGone || _handshaking || !wanted || _readUnderWay || (_delivered == _sent && !_finSent)) return;
        _readUnderWay = true;
        world.Time.In(Latency, Deliver);
    }

    private void Deliver()
    {
        _readUnderWay = false;
        if (Gone || _peerGone || _handshaking) return;
        if (!_readWanted && world.Fault == SeededFault.None) return;
        if (_delivered < _sent)
        {
            // What is only discarded is read in one go, so that small reads do not use up the close time-out.
            var count = _shutdown ? _sent - _delivered : Math.Min(_sent - _delivered, Random.Between(1, world.Plan.MaxRead));
            var bytes = script.AsMemory(_delivered, count);
            _delivered += count;
            _readWanted = false;
            world.Call(ledger => ledger.Received(channel, bytes, world.Time.Now));
            Pump();
        }
        else if (_finSent && !_endDelivered)
        {
            _endDelivered = true;
            _readWanted = false;
            if (_shutdown) Down(orderly: true, CloseReasons.None);
            else world.Call(ledger => ledger.InputEnded(channel, world.Time.Now));
        }
    }

    private void TakeNextWrite()
    {
        if (_writeUnderWay || _writes.Count == 0) return;
        _writeUnderWay = true;
        world.Time.In(Random.Below(world.Plan.AcknowledgeDelay + 1), () =>
        {
            _writeUnderWay = false;
            if (Gone || _peerGone || !_writes.TryDequeue(out var bytes)) return;
            if (world.Fault != SeededFault.OutputBeforeCommit) Receive(bytes.Span);
            _lastAcknowledgement = Math.Max(_lastAcknowledgement, world.Time.Now + Latency);
            world.Time.At(_lastAcknowledgement, () => Acknowledge(bytes.Length));
            TakeNextWrite();
        });
    }

    private void Acknowledge(int count)
    {
        // An acknowledgement may come after the end was reported; the ledger has to bear that.
        Acknowledged += count;
        if (world.Sockets[channel] != this) return;
        world.Call(ledger => ledger.Written(channel, count, world.Time.Now));
        if (world.Fault == SeededFault.DoubleAcknowledgement && world.Sockets[channel] == this) world.Call(ledger => ledger.Written(channel, count, world.Time.Now));
    }

    private void Receive(ReadOnlySpan<byte> bytes)
    {
        if (Received + bytes.Length > _expectedCount || !bytes.SequenceEqual(_expected.AsSpan(Received, bytes.Length)))
        {
            world.Fail($"channel {channel}: the peer got other bytes at {Received} than the undisturbed execution writes ({_expectedCount} so far)");
        }

        Received += bytes.Length;
    }
}
