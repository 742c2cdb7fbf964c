using Microsoft.Win32.SafeHandles;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>
/// Files that come in. A new one is a hidden part in its directory until all has come, and takes its name then; one that is continued (REST, APPE) is written in its
/// place. No opening cuts a file: what a lost incarnation still writes are the same bytes at the same offsets.
/// </summary>
internal sealed partial class FtpFileSystem
{
    /// <summary>Begins a transfer.</summary>
    /// <param name="transfer">The transfer.</param>
    /// <param name="part">The name of the part, should there be one.</param>
    /// <returns>The open file, and what the machine wants to know of it.</returns>
    public (SafeFileHandle File, FtpEvent.TransferStarted Started) Receive(FtpTransfer transfer, string part)
    {
        var name = NewName(transfer.Path);
        using var folder = ParentOf(transfer.Path);
        var final = folder[name];
        if (Directory.Exists(final)) throw new FtpException(FtpFailure.NotAFile);
        if (transfer.MustBeNew && Path.Exists(final)) throw new FtpException(FtpFailure.Exists);
        if (transfer.Start > 0 || (transfer.Kind == FtpTransferKind.Appe && File.Exists(final))) return Continue(transfer);

        // A step that failed may have made it before; a link of that name is not followed.
        File.Delete(folder[part]);
        var path = transfer.Kind == FtpTransferKind.Stou ? transfer.Path : null;
        return (OpenPart(folder, part, FileMode.CreateNew), new FtpEvent.TransferStarted { Temporary = part, Path = path });
    }

    /// <summary>Opens the file of a transfer again, with what is in it.</summary>
    public SafeFileHandle Reopen(FtpTransfer transfer)
    {
        if (transfer.Temporary is not { } part) return OpenFile(transfer.Path, FileAccess.Write, FileOptions.Asynchronous);
        using var folder = ParentOf(transfer.Path);
        return OpenPart(folder, part, FileMode.Open);
    }

    /// <summary>Gives a received file its name. Done a second time, it finds it done.</summary>
    public void Publish(FtpTransfer transfer)
    {
        if (transfer.Temporary is not { } part) return;
        using var folder = ParentOf(transfer.Path);
        var final = folder[FtpPath.Name(transfer.Path)];
        if (!File.Exists(folder[part]) && File.Exists(final)) return;
        File.Move(folder[part], final, overwrite: !transfer.MustBeNew);
    }

    /// <summary>Ends a transfer that broke off: what has come is kept under the file's name, or removed. Done a second time, it finds it done.</summary>
    public void Break(FtpTransfer transfer, bool keep)
    {
        using var folder = ParentOf(transfer.Path);
        if (transfer.Temporary is { } part && !(keep && transfer.Offset > 0 && !transfer.MustBeNew))
        {
            File.Delete(folder[part]);
            return;
        }

        if (transfer.Temporary is not null && !File.Exists(folder[transfer.Temporary])) return;
        using (var file = Reopen(transfer)) RandomAccess.SetLength(file, keep ? transfer.Offset : transfer.Start);
        Publish(transfer);
    }

    private (SafeFileHandle File, FtpEvent.TransferStarted Started) Continue(FtpTransfer transfer)
    {
        var file = OpenFile(transfer.Path, FileAccess.Write, FileOptions.Asynchronous);
        var length = RandomAccess.GetLength(file);
        if (transfer.Kind == FtpTransferKind.Appe) return (file, new FtpEvent.TransferStarted { Offset = length });
        if (transfer.Start <= length) return (file, new FtpEvent.TransferStarted());
        file.Dispose();
        throw new FtpException(FtpFailure.InvalidRestart);
    }

    private SafeFileHandle OpenPart(HeldFolder folder, string part, FileMode mode) =>
        Checked(File.OpenHandle(folder[part], mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous));
}
