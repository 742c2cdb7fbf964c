using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Actors.Tests;

/// <summary>Counts its lines in its state, and does what the line says.</summary>
public sealed class TestSession : LineSession<TestSession.Counter>
{
    protected override ValueTask OnLineAsync(string line, CancellationToken stop)
    {
        State = State with { Lines = State.Lines + 1 };
        switch (line.Split(' '))
        {
            case ["THROW"]:
                throw new InvalidOperationException("asked to");
            case ["CLOSE"]:
                Close("bye\r\n");
                break;
            case ["FILL", var bytes]:
                Write(new byte[int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)]);
                break;
            case ["FILL+CLOSE", var bytes]:
                Write(new byte[int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)]);
                Close();
                break;
            default:
                WriteLine($"{State.Lines} {line}");
                break;
        }

        return default;
    }

    protected internal override ValueTask OnInputEndedAsync(CancellationToken stop)
    {
        Close("end seen\r\n");
        return default;
    }

    public sealed record Counter(int Lines = 0);
}
