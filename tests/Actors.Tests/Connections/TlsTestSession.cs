using System.Buffers;
using System.Globalization;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Tests.Connections;

/// <summary>Counts its lines in its state, and does what the line says: TLS, DATA (a port for one connection under TLS, whose input comes back as its length), FILL, THROW.</summary>
public sealed class TlsTestSession : LineSession<TlsTestSession.Counter>
{
    private static int s_throws;

    protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        State = State with { Lines = State.Lines + 1 };
        switch (line.Split(' '))
        {
            case ["TLS"]:
                StartTls();
                WriteLine("go");
                break;
            case ["DATA"]:
                var channel = await ListenAsync(tls: true);
                WriteLine($"{channel.Local!.Port}");
                break;
            case ["SEND", var bytes]:
                FindChannel(1)!.Write(new byte[int.Parse(bytes, CultureInfo.InvariantCulture)]);
                FindChannel(1)!.Close();
                break;
            case ["FILL", var bytes]:
                Write(new byte[int.Parse(bytes, CultureInfo.InvariantCulture)]);
                break;
            case ["THROW"] when Interlocked.Exchange(ref s_throws, 1) == 0:
                throw new InvalidOperationException("asked to");
            case ["CLOSE"]:
                Close("bye\r\n");
                break;
            default:
                WriteLine($"{State.Lines} {line} {Connection.Tls?.Version ?? "clear"}");
                break;
        }
    }

    protected internal override ValueTask OnChannelOpenedAsync(SessionChannel channel, CancellationToken stop)
    {
        WriteLine("open");
        return default;
    }

    protected internal override ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop)
    {
        State = State with { Received = State.Received + input.Length };
        Consume(input.Length);
        return default;
    }

    protected internal override ValueTask OnChannelInputEndedAsync(SessionChannel channel, CancellationToken stop)
    {
        channel.Close();
        return default;
    }

    protected internal override ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop)
    {
        WriteLine($"closed {flushed} {acknowledged} '{reason}' {State.Received}");
        return default;
    }

    protected internal override ValueTask OnInputEndedAsync(CancellationToken stop)
    {
        Close("end seen\r\n");
        return default;
    }

    public sealed record Counter(int Lines = 0, long Received = 0);
}
