using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Files and listings on their way to the client, piece by piece.</summary>
internal partial class FtpSession
{
    /// <summary>Bytes of a file in one commit, at most.</summary>
    private const int Piece = 64 * 1024;

    protected override async ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop)
    {
        if (channel.Id != State.Data || Control.Transfer is not { Started: true } transfer) return;
        try
        {
            var room = (int)Math.Min(credit, Piece);
            var complete = transfer.Kind == FtpTransferKind.Retr
                ? await SendFileAsync(transfer, channel, room, stop)
                : await Task.Run(() => SendListing(transfer, channel, room), stop);
            _moved = true;
            if (complete) channel.Close();
            else channel.RequestWritable();
        }
        catch (Exception error) when (FtpException.Explain(error) is { } failure)
        {
            await HandleAsync(new FtpEvent.TransferEnded(failure), stop);
        }
    }

    /// <summary>Writes the next piece of the file to the channel; true when it was the last.</summary>
    private async Task<bool> SendFileAsync(FtpTransfer transfer, SessionChannel channel, int room, CancellationToken stop)
    {
        var file = _file ??= await Task.Run(() => Files.OpenRead(transfer.Path), stop);
        int read, wanted = room;
        var afterCr = false;
        if (transfer.Type == FtpType.Image)
        {
            read = await RandomAccess.ReadAsync(file, channel.Output.GetMemory(wanted)[..wanted], transfer.Offset, stop);
            channel.Output.Advance(read);
        }
        else
        {
            // Each byte may become two on its way.
            wanted = Math.Max(1, room / 2);
            var text = new byte[wanted];
            read = await RandomAccess.ReadAsync(file, text, transfer.Offset, stop);
            afterCr = FtpAscii.ToWire(text.AsSpan(0, read), transfer.AfterCr, channel.Output);
        }

        State = State with { Control = Control.Advance(transfer.Offset + read, afterCr) };
        return read < wanted;
    }

    private bool SendListing(FtpTransfer transfer, SessionChannel channel, int room)
    {
        if (_listing is not { } listing)
        {
            listing = _listing = Files.List(transfer.Path, transfer.Pattern);
            listing.Skip(transfer.Offset);
        }

        var prefix = listing.IsFile ? FtpListing.PrefixOfFile(transfer.Prefix) : transfer.Prefix;
        var (next, now, before) = (transfer.Offset, clock.GetUtcNow(), channel.Credit);
        var more = true;
        while (before - channel.Credit < room && (more = listing.MoveNext()))
        {
            next++;
            switch (transfer.Kind)
            {
                case FtpTransferKind.List:
                    FtpListing.WriteLine(channel.Output, listing.Current, now);
                    break;
                case FtpTransferKind.Mlsd:
                    FtpListing.WriteFacts(channel.Output, listing.Current, Control.Facts, Control.Rights);
                    break;
                default:
                    FtpListing.WriteName(channel.Output, prefix, listing.Current.Name);
                    break;
            }
        }

        State = State with { Control = Control.Advance(next) };
        return !more;
    }
}
