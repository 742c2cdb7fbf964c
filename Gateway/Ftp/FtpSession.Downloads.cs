using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Files and listings on their way to the client, piece by piece.</summary>
internal partial class FtpSession
{
    /// <summary>Bytes of a file in one commit, at most. More than the window may lack: a commit is beside it, and each costs the same hops whatever its length.</summary>
    private const int Piece = FileReader.PieceBytes;

    /// <summary>Bytes of a listing in one commit, about.</summary>
    private const int ListingPiece = 64 * 1024;

    /// <summary>The output window of the data channel; 0 while it is not known.</summary>
    private long _window;

    protected override async ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop)
    {
        if (channel.Id != State.Data || Control.Transfer is not { Started: true } transfer) return;
        try
        {
            var complete = transfer.Kind == FtpTransferKind.Retr
                ? await SendFileAsync(transfer, channel, Math.Min(Piece, MaxCommitBytes), Sent(transfer, channel, credit), stop)
                : await Task.Run(() => SendListing(transfer, channel, (int)Math.Min(credit, Math.Clamp(MaxCommitBytes / 2, 1, ListingPiece))), stop);
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
    private async ValueTask<bool> SendFileAsync(FtpTransfer transfer, SessionChannel channel, int room, long sent, CancellationToken stop)
    {
        _reader ??= await Task.Run(() => new FileReader(Files.OpenRead(transfer.Path), transfer.Offset), stop);
        var afterCr = false;

        // In ASCII each byte may become two on its way.
        var (bytes, isLast) = await _reader.TakeAsync(transfer.Type == FtpType.Image ? room : Math.Max(1, room / 2), sent);
        if (transfer.Type == FtpType.Image) channel.WriteImmutable(bytes);
        else afterCr = FtpAscii.ToWire(bytes.Span, transfer.AfterCr, channel.Output);
        State = State with { Control = Control.Advance(transfer.Offset + bytes.Length, afterCr) };
        return isLast;
    }

    /// <summary>
    /// How far the file is with the kernel: at its first byte a channel has a whole window of credit, and what is missing of that later is under way. An incarnation that
    /// was not there at the first byte does not know; and text was copied on its way.
    /// </summary>
    private long Sent(FtpTransfer transfer, SessionChannel channel, long credit)
    {
        if (transfer.Type == FtpType.Ascii) return transfer.Offset;
        if (channel.OutputOffset == 0) _window = credit;
        return _window == 0 ? 0 : transfer.Offset - _window + credit;
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
