using System.Buffers;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Sessions;

/// <summary>A session whose input is a sequence of frames: each complete frame is one step; an incomplete one at the end of input is dropped.</summary>
/// <param name="codec">Cuts the input; frames that it refuses end the connection with its reason.</param>
/// <typeparam name="TFrame">What the codec reads; a slice of the input stays valid until the step ends.</typeparam>
/// <typeparam name="TState">What survives an incarnation.</typeparam>
public abstract class FrameSession<TFrame, TState>(IFrameCodec<TFrame> codec) : Session<TState>
    where TState : class
{
    /// <inheritdoc/>
    protected internal sealed override int MaxMessageBytes => codec.MaxFrameBytes;

    /// <summary>A frame arrived.</summary>
    protected abstract ValueTask OnFrameAsync(TFrame frame, CancellationToken stop);

    /// <summary>The input cannot be cut into frames. The default ends the connection with an error.</summary>
    /// <param name="reason">The codec's word, such as <c>frame_too_large</c>.</param>
    /// <param name="stop">Cancelled when the session ends.</param>
    protected virtual ValueTask OnMalformedAsync(string reason, CancellationToken stop)
    {
        Abort(reason);
        return default;
    }

    /// <inheritdoc/>
    protected internal sealed override ValueTask OnInputAsync(ReadOnlySequence<byte> input, CancellationToken stop)
    {
        var result = codec.TryRead(input, out var frame);
        switch (result.Status)
        {
            case FrameStatus.Complete:
                Consume(result.Consumed);
                return OnFrameAsync(frame, stop);
            case FrameStatus.Malformed:
                Consume(input.Length);
                return OnMalformedAsync(result.Reason ?? CloseReasons.MalformedInput, stop);
            default:
                if (InputEnded) Consume(input.Length);
                return default;
        }
    }

    /// <summary>Adds a frame to this step's output.</summary>
    protected void WriteFrame(TFrame frame) => codec.Write(frame, Output);
}
