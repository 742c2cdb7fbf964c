using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>
/// OpenSSL on the socket, not SslStream: the client is to cost little beside the servers. It does not look at the certificate. The handshake is part of the
/// first send.
/// </summary>
internal sealed unsafe class TlsTransport : Transport
{
    private readonly nint _context = OpenSsl.NewContext(OpenSsl.ClientMethod());
    private readonly bool _resumes;

    public TlsTransport(bool resumes)
    {
        _resumes = resumes;
        // A send that is tried again comes from an array that may have been moved.
        _ = OpenSsl.ControlContext(_context, OpenSsl.ControlMode, OpenSsl.PartialWrite | OpenSsl.MovingWriteBuffer, 0);
    }

    public override void Open(ClientConnection connection)
    {
        connection.Tls = OpenSsl.New(_context);
        _ = OpenSsl.SetDescriptor(connection.Tls, connection.Descriptor);
        OpenSsl.SetConnectState(connection.Tls);
        if (connection.TlsSession != 0)
            _ = OpenSsl.SetSession(connection.Tls, connection.TlsSession);
    }

    public override int Send(ClientConnection connection, ReadOnlySpan<byte> bytes)
    {
        connection.AwaitsPeer = false;
        var sent = 0;
        fixed (byte* start = bytes)
        {
            while (sent < bytes.Length)
            {
                var result = OpenSsl.Write(connection.Tls, start + sent, bytes.Length - sent);
                if (result <= 0)
                {
                    var errno = Errno(connection, result, out connection.AwaitsPeer);
                    return sent > 0 ? sent : -errno;
                }
                sent += result;
            }
        }
        return sent;
    }

    /// <summary>Reads record after record, as many as there are and find room.</summary>
    public override int Receive(ClientConnection connection, Span<byte> room)
    {
        var received = 0;
        fixed (byte* start = room)
        {
            while (received < room.Length)
            {
                var result = OpenSsl.Read(connection.Tls, start + received, room.Length - received);
                if (result <= 0)
                {
                    var errno = Errno(connection, result, out _);
                    return received > 0 ? received : -errno;
                }
                received += result;
            }
        }
        // A handshake in full is what this connection was not to have; of the words for errors this one is the nearest.
        return connection.TlsSession != 0 && OpenSsl.IsSessionReused(connection.Tls) == 0 ? -Libc.EKeyRejected : received;
    }

    public override bool HasMore(ClientConnection connection) => connection.Tls != 0 && OpenSsl.Pending(connection.Tls) > 0;

    /// <summary>Says goodbye, without which OpenSSL would not let the session be resumed, and keeps the newest ticket.</summary>
    public override void Close(ClientConnection connection)
    {
        if (connection.Tls == 0)
            return;
        if (_resumes)
        {
            Forget(connection);
            connection.TlsSession = OpenSsl.TakeSession(connection.Tls);
        }
        _ = OpenSsl.Shutdown(connection.Tls);
        OpenSsl.ClearErrors();
        OpenSsl.Free(connection.Tls);
        connection.Tls = 0;
        connection.AwaitsPeer = false;
    }

    public override void Dispose() => OpenSsl.FreeContext(_context);

    private static void Forget(ClientConnection connection)
    {
        if (connection.TlsSession != 0)
            OpenSsl.FreeSession(connection.TlsSession);
        connection.TlsSession = 0;
    }

    /// <summary>What a result says in errno's terms; 0 for the peer's orderly end.</summary>
    private static int Errno(ClientConnection connection, int result, out bool wantsRead)
    {
        var errno = Marshal.GetLastPInvokeError();
        var error = OpenSsl.Error(connection.Tls, result);
        wantsRead = error == OpenSsl.ErrorWantRead;
        if (wantsRead || error == OpenSsl.ErrorWantWrite)
            return Libc.EAgain;
        OpenSsl.ClearErrors();
        return error switch
        {
            OpenSsl.ErrorZeroReturn => 0,
            OpenSsl.ErrorSystemCall when errno != 0 => errno,
            _ => Libc.EProto,
        };
    }
}
