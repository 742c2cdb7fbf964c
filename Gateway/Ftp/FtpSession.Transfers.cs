using System.Buffers;
using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>The data connection, and what goes over it piece by piece.</summary>
internal partial class FtpSession
{
    /// <summary>Bytes of a file in one commit, at most.</summary>
    private const int Piece = 64 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A transfer of which no byte moved for as long as this is given up.</summary>
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(5);

    private bool _moved;
    private bool _watched;

    protected override async ValueTask OnWritableAsync(SessionChannel channel, long credit, CancellationToken stop)
    {
        if (channel.Id != State.Data || Control.Transfer is not { Started: true } transfer) return;
        try
        {
            var room = (int)Math.Min(credit, Piece);
            var complete = transfer.Kind == FtpTransferKind.Retr
                ? await SendFileAsync(transfer, channel, room, stop)
                : await SendListingAsync(transfer, channel, room, stop);
            _moved = true;
            if (complete) channel.Close();
            else channel.RequestWritable();
        }
        catch (Exception error) when (FtpException.Explain(error) is { } failure)
        {
            await HandleAsync(new FtpEvent.TransferEnded(failure), stop);
        }
    }

    protected override async ValueTask OnChannelInputAsync(SessionChannel channel, ReadOnlySequence<byte> input, CancellationToken stop)
    {
        Consume(input.Length);
        if (channel.Id != State.Data || Control.Transfer is not { Kind: FtpTransferKind.Stor, Started: true } transfer) return;
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
        if (channel.Id != State.Data || Control.Transfer is not { Kind: FtpTransferKind.Stor, Started: true } transfer) return;
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

    protected override async ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop)
    {
        if (channel.Id != State.Data) return;
        State = State with { Data = 0 };
        CloseFile();
        if (Control.Transfer is not { } transfer) return;
        var complete = flushed && transfer.Kind != FtpTransferKind.Stor;
        await HandleAsync(new FtpEvent.TransferEnded(complete ? null : FtpFailure.ConnectionLost), stop);
    }

    private async Task<FtpEvent> OpenPassiveAsync(bool extended)
    {
        try
        {
            var channel = await ListenAsync();
            channel.HoldInput = true;
            State = State with { Data = channel.Id };
            return new FtpEvent.PassiveOpened(Connection.SocketPair.Local.Address, channel.Local!.Port, extended);
        }
        catch (SessionException)
        {
            return new FtpEvent.Refused(FtpFailure.NoDataConnection);
        }
    }

    private async Task<FtpEvent> StartTransferAsync(FtpTransfer transfer, CancellationToken stop)
    {
        if (Data is not { Status: ChannelStatus.Listening or ChannelStatus.Open } data) return new FtpEvent.Refused(FtpFailure.NoDataConnection);
        var started = await Task.Run(() => OpenTransfer(transfer), stop);
        if (transfer.Kind == FtpTransferKind.Stor) State = State with { Uploads = State.Uploads + 1 };
        else data.RequestWritable();
        data.HoldInput = transfer.Kind != FtpTransferKind.Stor;
        SetTimer(DataTimer, ConnectTimeout);
        _watched = false;
        return started;
    }

    private FtpEvent.TransferStarted OpenTransfer(FtpTransfer transfer)
    {
        CloseFile();
        switch (transfer.Kind)
        {
            case FtpTransferKind.Retr:
                _file = _files.OpenRead(transfer.Path);
                var size = RandomAccess.GetLength(_file);
                if (transfer.Offset > size) throw new FtpException(FtpFailure.InvalidRestart);
                return new FtpEvent.TransferStarted(Size: size);
            case FtpTransferKind.Stor:
                var temporary = FtpFileSystem.TemporaryName(transfer.Path, Connection.Id.ToString(), State.Uploads);
                _file = _files.Create(transfer.Path, temporary);
                return new FtpEvent.TransferStarted(temporary);
            default:
                _listing = _files.List(transfer.Path, transfer.Pattern, Control.CanWrite);
                return new FtpEvent.TransferStarted();
        }
    }

    /// <summary>Writes the next piece of the file to the channel; true when it was the last.</summary>
    private async Task<bool> SendFileAsync(FtpTransfer transfer, SessionChannel channel, int room, CancellationToken stop)
    {
        var file = _file ??= await Task.Run(() => _files.OpenRead(transfer.Path), stop);
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

    private async Task<bool> SendListingAsync(FtpTransfer transfer, SessionChannel channel, int room, CancellationToken stop)
    {
        var (listing, isFile) = _listing ??= await Task.Run(() => _files.List(transfer.Path, transfer.Pattern, Control.CanWrite), stop);
        var prefix = isFile ? FtpListing.PrefixOfFile(transfer.Prefix) : transfer.Prefix;
        var (next, now, before) = ((int)transfer.Offset, clock.GetUtcNow(), channel.Credit);
        for (; next < listing.Count && before - channel.Credit < room; next++)
        {
            if (transfer.Kind == FtpTransferKind.List) FtpListing.WriteLine(channel.Output, listing[next], now);
            else FtpListing.WriteName(channel.Output, prefix, listing[next].Name);
        }

        State = State with { Control = Control.Advance(next) };
        return next >= listing.Count;
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
        var file = await Task.Run(() => _files.Reopen(transfer.Path, transfer.Temporary!), stop);
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
        catch (FileNotFoundException)
        {
        }

        CloseFile();
        await Task.Run(() => _files.Publish(transfer.Path, transfer.Temporary!), stop);
    }

    private async ValueTask OnDataTimerAsync(CancellationToken stop)
    {
        if (Control.Transfer is null || Data is not { } data) return;
        if (data.Status == ChannelStatus.Listening)
        {
            await HandleAsync(new FtpEvent.TransferEnded(FtpFailure.NoDataConnection), stop);
            return;
        }

        // An incarnation that has just begun does not know: it gives the client another turn.
        var moves = _moved || !_watched;
        (_moved, _watched) = (false, true);
        if (moves) SetTimer(DataTimer, StallTimeout);
        else await HandleAsync(new FtpEvent.TransferEnded(FtpFailure.ConnectionLost), stop);
    }

    private void DropData()
    {
        Data?.Reset();
        State = State with { Data = 0 };
        CloseFile();
    }

    private async ValueTask DiscardAsync(FtpTransfer transfer)
    {
        if (transfer is not { Kind: FtpTransferKind.Stor, Temporary: { } temporary }) return;
        try
        {
            await Task.Run(() => _files.Discard(transfer.Path, temporary));
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
            // The transfer has failed already; what is left behind is hidden.
        }
    }

    private void CloseFile()
    {
        _file?.Dispose();
        (_file, _listing) = (null, null);
    }
}
