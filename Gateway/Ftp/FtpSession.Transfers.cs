using System.Net;
using Microsoft.Win32.SafeHandles;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Ftp;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Gateway.Ftp;

/// <summary>The data connection: how it comes and goes.</summary>
internal partial class FtpSession
{
    // Opened again by an incarnation that goes on with the transfer.
    private SafeFileHandle? _received;
    private FileReader? _reader;
    private FtpDirectory? _listing;
    private bool _moved;
    private bool _watched;

    private SessionChannel? Data => State.Data == 0 ? null : FindChannel(State.Data);

    protected override async ValueTask OnChannelClosedAsync(SessionChannel channel, bool flushed, long acknowledged, string reason, CancellationToken stop)
    {
        if (channel.Id != State.Data) return;
        State = State with { Data = 0 };
        CloseFiles();
        if (Control.Transfer is not { } transfer) return;
        FtpFailure? failure = channel.Local is null ? FtpFailure.NoDataConnection
            : flushed && !transfer.IsUpload ? null : FtpFailure.ConnectionLost;
        await HandleAsync(new FtpEvent.TransferEnded(failure), stop);
    }

    private async Task<FtpEvent> OpenPassiveAsync(FtpEffect.OpenPassive question)
    {
        try
        {
            var channel = await ListenAsync(question.Secure);
            channel.HoldInput = true;
            State = State with { Data = channel.Id };
            return new FtpEvent.PassiveOpened(options.PublicAddress ?? Connection.SocketPair.Local.Address, channel.Local!.Port, question.Extended);
        }
        catch (SessionException)
        {
            return new FtpEvent.Refused(question, FtpFailure.NoDataConnection);
        }
    }

    private async Task<FtpEvent> StartTransferAsync(FtpTransfer transfer, CancellationToken stop)
    {
        if (Control.Passive && Data is not { Status: ChannelStatus.Listening or ChannelStatus.Open })
            throw new FtpException(FtpFailure.NoDataConnection);
        var started = await Task.Run(() => OpenTransfer(Files, transfer), stop);
        var data = Control.Passive ? Data! : ConnectToClient();
        if (transfer.IsUpload) State = State with { Uploads = State.Uploads + 1 };
        else data.RequestWritable();
        data.HoldInput = !transfer.IsUpload;
        SetTimer(DataTimer, options.ConnectTimeout);
        _watched = false;
        return started;
    }

    private SessionChannel ConnectToClient()
    {
        var data = Connect(new IPEndPoint(Connection.SocketPair.Peer.Address, Control.ActivePort), Control.PrivateData);
        State = State with { Data = data.Id };
        return data;
    }

    private FtpEvent.TransferStarted OpenTransfer(FtpFileSystem files, FtpTransfer transfer)
    {
        CloseFiles();
        if (transfer.IsListing)
        {
            _listing = files.List(transfer.Path, transfer.Pattern);
            if (_listing.IsFile && transfer.Kind == FtpTransferKind.Mlsd) throw new FtpException(FtpFailure.NotADirectory);
            return new FtpEvent.TransferStarted();
        }

        if (transfer.IsUpload)
        {
            if (transfer.Kind == FtpTransferKind.Stou) transfer = transfer with { Path = $"{transfer.Path}.{Connection.Id}.{State.Uploads}" };
            (_received, var started) = files.Receive(transfer, PartName.Of(transfer.Path, Connection.Id.ToString(), State.Uploads));
            return started;
        }

        var file = files.OpenRead(transfer.Path);
        _reader = new FileReader(file, transfer.Offset);
        var size = RandomAccess.GetLength(file);
        return transfer.Offset <= size ? new FtpEvent.TransferStarted { Size = size } : throw new FtpException(FtpFailure.InvalidRestart);
    }

    private async ValueTask OnDataTimerAsync(CancellationToken stop)
    {
        if (Control.Transfer is null || Data is not { } data) return;
        if (data.Status is ChannelStatus.Listening or ChannelStatus.Connecting)
        {
            await HandleAsync(new FtpEvent.TransferEnded(FtpFailure.NoDataConnection), stop);
            return;
        }

        // An incarnation that has just begun does not know: it gives the client another turn.
        var moves = _moved || !_watched;
        (_moved, _watched) = (false, true);
        if (moves) SetTimer(DataTimer, options.StallTimeout);
        else await HandleAsync(new FtpEvent.TransferEnded(FtpFailure.ConnectionLost), stop);
    }

    private void DropData()
    {
        Data?.Reset();
        State = State with { Data = 0 };
        CloseFiles();
    }

    /// <summary>A second time, as in an incarnation after this one, finds it done.</summary>
    private async ValueTask BreakAsync(FtpTransfer transfer)
    {
        if (transfer is not { IsUpload: true, Started: true }) return;
        try
        {
            await Task.Run(() => Files.Break(transfer, options.BrokenUploads == BrokenUploads.Keep));
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
            // The transfer has failed already; what is left behind is hidden, and removed when it is stale.
        }
    }

    private void CloseFiles()
    {
        _received?.Dispose();
        _reader?.Dispose();
        _listing?.Dispose();
        (_received, _reader, _listing, _window) = (null, null, null, 0);
    }
}
