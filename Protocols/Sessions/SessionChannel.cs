using System.Buffers;
using System.Net;
using System.Text;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// One byte stream of a session: 0 is the client's connection; an FTP data connection, for example, is a further one.
/// What is written takes effect with the commit that ends the step.
/// </summary>
public sealed class SessionChannel
{
    private readonly SessionRunner _runner;

    internal SessionChannel(SessionRunner runner, int id) => (_runner, Id) = (runner, id);

    /// <summary>0 for the client's connection, 1 to 3 for others.</summary>
    public int Id { get; }

    /// <summary>Where the channel stands.</summary>
    public ChannelStatus Status { get; internal set; }

    /// <summary>The gateway's end; for a listening channel the port that waits.</summary>
    public IPEndPoint? Local { get; internal set; }

    /// <summary>The other end, once it is known.</summary>
    public IPEndPoint? Peer { get; internal set; }

    /// <summary>Bytes that may be written before the channel's window is full; a step may overdraw it once.</summary>
    public long Credit => Math.Max(0, CreditTo - OutputOffset - Written.Count);

    /// <summary>The position in the output stream: bytes committed so far.</summary>
    public long OutputOffset { get; internal set; }

    /// <summary>The position in the input stream: bytes consumed so far.</summary>
    public long InputOffset { get; internal set; }

    /// <summary>
    /// While true a further channel's input waits, and so does its end: for bytes that come before the session knows what they are. Not part of
    /// a commit: a resumed session sets it again in <c>OnResumedAsync</c>.
    /// </summary>
    public bool HoldInput { get; set; }

    /// <summary>Writes into the channel's buffer directly.</summary>
    public IBufferWriter<byte> Output => _runner.Writing(this);

    internal InputBuffer Input { get; } = new();
    internal OutputBuffer Written { get; } = new();
    internal long CreditTo { get; set; }
    internal bool InputEnded { get; set; }
    internal bool EndConsumed { get; set; }
    internal bool WantsWritable { get; set; }
    internal bool Closing { get; set; }
    internal bool HasCredit => CreditTo > OutputOffset;
    internal bool CanWrite => Status == ChannelStatus.Open && !Closing;

    /// <summary>Bytes that were seen and left; a step on them runs again only when there are more.</summary>
    internal long Examined { get; set; }

    /// <summary>Adds bytes to this step's output.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _runner.Writing(this).Write(bytes);

    /// <summary>Adds text to this step's output, as UTF-8.</summary>
    public void Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Encoding.UTF8.GetBytes(text, _runner.Writing(this));
    }

    /// <summary>Adds bytes to this step's output; bytes of this step's input from the client go by reference.</summary>
    public void Write(in ReadOnlySequence<byte> bytes)
    {
        var output = _runner.Writing(this);
        if (bytes.IsSingleSegment && _runner.IsInput(bytes.First)) output.WriteImmutable(bytes.First);
        else foreach (var segment in bytes) output.Write(segment.Span);
    }

    /// <summary>Adds bytes that nobody changes any more to this step's output: without a copy, when they are the first.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> bytes) => _runner.Writing(this).WriteImmutable(bytes);

    /// <summary>Asks for one <c>OnWritableAsync</c> step as soon as the channel has credit, also after this incarnation is replaced.</summary>
    public void RequestWritable()
    {
        _runner.RequireStep();
        WantsWritable = true;
    }

    /// <summary>Closes a further channel after its output: flushed, then FIN. Its end is reported to <c>OnChannelClosedAsync</c>.</summary>
    public void Close() => _runner.CloseChannel(this, reset: false);

    /// <summary>Resets a further channel; output under way is dropped.</summary>
    public void Reset() => _runner.CloseChannel(this, reset: true);
}
