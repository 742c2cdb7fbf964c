using SocketGateway.Protocols.Framing;

namespace SocketGateway.Protocols.Sessions;

/// <summary>A session whose input is a sequence of frames, without state.</summary>
/// <param name="codec">Cuts the input.</param>
/// <typeparam name="TFrame">What the codec reads.</typeparam>
public abstract class FrameSession<TFrame>(IFrameCodec<TFrame> codec) : FrameSession<TFrame, NoState>(codec);
