using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

/// <summary>Keys of a terminal, a byte at a time: the first byte chooses the window and whether the line is echoed and remembered. Between packets only the state survives.</summary>
internal sealed class LineEditorTarget(Func<LineState, LineState>? carry = null, Action<LineEditor, byte>? watch = null) : FuzzTarget
{
    private const int MostState = 32 * 1024;

    public override FuzzLimits Limits { get; } = new() { MaxInput = 4096, OutputBase = 16 * 1024, OutputPerByte = 4 * 1024, MaxHeld = MostState, AllocatedPerByte = 96 * 1024, StepsPerByte = 1 };

    public override IReadOnlyList<byte[]> Tokens => TelnetTokens.All;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        if (packets.Count == 0) return;
        var setup = packets[0][0];
        var state = new LineState { Prompt = (setup & 1) != 0 ? "gateway> " : "", Remembers = (setup & 2) != 0, Hidden = (setup & 28) == 28 };
        foreach (var packet in packets)
        {
            var editor = new LineEditor(state, run.Output) { Echoes = (setup & 4) != 0, Width = ((setup >> 3) & 7) * 10, Keys = (setup & 0xC0) == 0xC0 };
            foreach (var key in packet.AsSpan(packet == packets[0] ? 1 : 0))
            {
                run.Step();
                if (editor.Feed(key) is { } happened) run.Note(happened.ToString());
                watch?.Invoke(editor, key);
            }

            state = carry?.Invoke(editor.ToState()) ?? editor.ToState();
            Check(state);
            var stored = JsonSerializer.SerializeToUtf8Bytes(state);
            run.Keeps(stored.Length);
            state = JsonSerializer.Deserialize<LineState>(stored)!;
        }

        run.Note(JsonSerializer.Serialize(state));
    }

    private static void Check(LineState state)
    {
        FuzzRun.Require(state.Text.Length <= LineEditor.MaxLine, "the line is longer than it may be");
        FuzzRun.Require(state.Tail >= 0 && state.Tail <= state.Text.Length, "the cursor is outside of the line");
        FuzzRun.Require(!state.Text.Any(char.IsControl), "a control character is in the line");
        FuzzRun.Require(state.History.Length <= LineHistory.MaxLength, "more is remembered than may be");
        FuzzRun.Require(!state.Hidden || state.History.Length == 0, "a hidden line is remembered");
    }
}
