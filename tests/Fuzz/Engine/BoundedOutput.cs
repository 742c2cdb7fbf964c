using System.Buffers;

namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>A buffer that a run may fill up to a limit.</summary>
internal sealed class BoundedOutput(long limit) : IBufferWriter<byte>
{
    private readonly ArrayBufferWriter<byte> _inner = new();

    public ReadOnlySpan<byte> Written => _inner.WrittenSpan;

    public void Advance(int count)
    {
        _inner.Advance(count);
        if (_inner.WrittenCount > limit) throw new FuzzFailedException(FuzzProperty.OutputBounded, $"{_inner.WrittenCount} bytes of output, {limit} are allowed");
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => _inner.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _inner.GetSpan(sizeHint);
}
