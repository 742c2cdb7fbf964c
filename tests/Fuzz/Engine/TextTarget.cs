using System.Text;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>A function of one text, which comes in one piece.</summary>
internal sealed class TextTarget(Action<string, FuzzRun> read, FuzzLimits? limits = null, params IReadOnlyList<string> tokens) : FuzzTarget
{
    public override FuzzLimits Limits { get; } = limits ?? new FuzzLimits { MaxInput = 4096, OutputPerByte = 8 };

    public override bool IsStream => false;

    public override IReadOnlyList<byte[]> Tokens { get; } = [.. tokens.Select(Encoding.UTF8.GetBytes)];

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run) => read(Encoding.UTF8.GetString([.. packets.SelectMany(packet => packet)]), run);
}
