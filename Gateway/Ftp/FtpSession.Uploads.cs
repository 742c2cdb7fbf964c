using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Files on their way from the client, piece by piece.</summary>
internal partial class FtpSession
{
    protected override async ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop)
    {
        Consume(input.Length);
        if (channel.Id != State.Data || Control.Transfer is not { IsUpload: true, Started: true } transfer) return;
        try
        {
            var afterCr = false;
            if (transfer.Type == FtpType.Ascii)
            {
                var text = new ArrayBufferWriter<byte>((int)input.Length + 1);
                afterCr = transfer.AfterCr;
                foreach (var segment in input) afterCr = FtpAscii.FromWire(segment.Span, afterCr, text);
                input = new ReadOnlySequence<byte>(text.WrittenMemory);
            }

            await WriteAsync(transfer, input, stop);
            State = State with { Control = Control.Advance(transfer.Offset + input.Length, afterCr) };
            _moved = true;
        }
        catch (Exception error) when (FtpException.Explain(error) is { } failure)
        {
            await HandleAsync(new FtpEvent.TransferEnded(failure), stop);
        }
    }

    protected override async ValueTask OnChannelInputEndedAsync(SessionChannel channel, CancellationToken stop)
    {
        if (channel.Id != State.Data || Control.Transfer is not { IsUpload: true, Started: true } transfer) return;
        FtpFailure? failure = null;
        try
        {
            await PublishAsync(transfer, stop);
            channel.Close();
            State = State with { Data = 0 };
        }
        catch (Exception error) when (FtpException.Explain(error) is { } why)
        {
            failure = why;
        }

        await HandleAsync(new FtpEvent.TransferEnded(failure), stop);
    }

    private async Task WriteAsync(FtpTransfer transfer, ReadOnlySequence<byte> bytes, CancellationToken stop)
    {
        var file = _file ??= await ReopenAsync(transfer, stop);
        var offset = transfer.Offset;
        foreach (var segment in bytes)
        {
            await RandomAccess.WriteAsync(file, segment, offset, stop);
            offset += segment.Length;
        }
    }

    private async Task<SafeFileHandle> ReopenAsync(FtpTransfer transfer, CancellationToken stop)
    {
        var file = await Task.Run(() => Files.Reopen(transfer), stop);
        if (RandomAccess.GetLength(file) >= transfer.Offset) return file;

        // Somebody has cut it: what was acknowledged is not there any more.
        file.Dispose();
        throw new FtpException(FtpFailure.IoError);
    }

    /// <summary>The client has sent all. A step that failed after this finds the file under its name already.</summary>
    private async Task PublishAsync(FtpTransfer transfer, CancellationToken stop)
    {
        var last = new ArrayBufferWriter<byte>(1);
        FtpAscii.EndFromWire(transfer.AfterCr, last);
        try
        {
            await WriteAsync(transfer, new ReadOnlySequence<byte>(last.WrittenMemory), stop);

            // An incarnation that was lost may have written further than it could commit.
            RandomAccess.SetLength(_file!, transfer.Offset + last.WrittenCount);
        }
        catch (FileNotFoundException) when (transfer.Temporary is not null)
        {
        }

        CloseFile();
        await Task.Run(() => Files.Publish(transfer), stop);
    }
}
