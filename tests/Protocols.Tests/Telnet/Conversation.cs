using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

/// <summary>
/// Drives the machine as a session does: keeps what is not consumed, answers events, and logs in when asked to. Its transcript has each
/// event and each byte of output in their order, so that two runs can be compared.
/// </summary>
internal sealed class Conversation(bool login = false, bool roundTrip = false, bool segmented = false)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private byte[] _held = [];
    private LoginState? _login;

    public TelnetState State { get; private set; } = new();

    public List<TelnetEvent> Events { get; } = [];

    /// <summary>Bytes of output that stood before each event.</summary>
    public List<int> Marks { get; } = [];

    public int Held => _held.Length;

    public byte[] Output => _output.WrittenMemory.ToArray();

    public string Text => Encoding.Latin1.GetString(_output.WrittenSpan);

    public LoginState? Login => _login;

    public Conversation Start()
    {
        State = TelnetMachine.Start(State, _output);
        if (login)
        {
            Apply(Protocols.Telnet.Login.Start());
        }
        return this;
    }

    public Conversation Agree()
    {
        Receive([255, 253, 1, 255, 253, 3, 255, 251, 3, 255, 251, 24, 255, 251, 31]);
        _output.Clear();
        return this;
    }

    public void Hide(bool hide) => State = State.HideInput(hide);

    public void Change(Func<TelnetState, TelnetState> change) => State = change(State);

    public string Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    /// <summary>The output that these bytes bring.</summary>
    public string Type(byte[] bytes)
    {
        var before = _output.WrittenCount;
        Receive(bytes);
        return Encoding.UTF8.GetString(_output.WrittenSpan[before..]);
    }

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        _held = [.. _held, .. bytes];
        while (true)
        {
            if (roundTrip)
            {
                State = JsonSerializer.Deserialize<TelnetState>(JsonSerializer.Serialize(State))!;
                _login = JsonSerializer.Deserialize<LoginState>(JsonSerializer.Serialize(_login));
            }
            var step = TelnetMachine.Next(State, segmented ? Segment.OneByteEach(_held) : new ReadOnlySequence<byte>(_held), _output);
            Assert.InRange(step.Consumed, 0, _held.Length);
            State = step.State;
            _held = _held[(int)step.Consumed..];
            if (step.Event is null)
            {
                return;
            }
            Events.Add(step.Event);
            Marks.Add(_output.WrittenCount);
            Answer(step.Event);
        }
    }

    private void Answer(TelnetEvent happened)
    {
        switch (happened)
        {
            case TelnetEvent.Line line when _login is { } state && state.Stage < LoginStage.Accepted:
                var step = Protocols.Telnet.Login.OnLine(state, line);
                Apply(step);
                if (step.Password is { } password)
                {
                    Apply(Protocols.Telnet.Login.OnChecked(step.State, password == "open sesame"));
                }
                break;
            case TelnetEvent.Interrupt when _login is { } state:
                Apply(Protocols.Telnet.Login.OnInterrupt(state));
                break;
            case TelnetEvent.Line line:
                TelnetEncoder.WriteText($"[{line.Text}]\n> ", _output);
                break;
            case TelnetEvent.AreYouThere:
                TelnetEncoder.WriteText("[yes]\n", _output);
                break;
        }
    }

    private void Apply(LoginStep step)
    {
        _login = step.State;
        State = State.Expect("> ", step.HideInput, remember: step.State.Stage == LoginStage.Accepted);
        TelnetEncoder.WriteText(step.Output, _output);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> OneByteEach(byte[] bytes)
        {
            if (bytes.Length == 0)
            {
                return ReadOnlySequence<byte>.Empty;
            }
            var first = new Segment { Memory = bytes.AsMemory(0, 1) };
            var last = first;
            for (var i = 1; i < bytes.Length; i++)
            {
                var next = new Segment { Memory = bytes.AsMemory(i, 1), RunningIndex = i };
                last.Next = next;
                last = next;
            }
            return new ReadOnlySequence<byte>(first, 0, last, 1);
        }
    }
}
