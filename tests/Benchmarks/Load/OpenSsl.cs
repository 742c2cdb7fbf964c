using System.Runtime.InteropServices;

namespace SocketGateway.Benchmarks.Load;

/// <summary>The part of OpenSSL 3 that a client needs; .NET needs the same library.</summary>
internal static unsafe partial class OpenSsl
{
    public const int ErrorWantRead = 2, ErrorWantWrite = 3, ErrorSystemCall = 5, ErrorZeroReturn = 6;
    public const int ControlMode = 33;
    public const nint PartialWrite = 1, MovingWriteBuffer = 2;

    private const string Library = "libssl.so.3", Crypto = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ControlContext(nint context, int command, nint argument, nint pointer);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    public static partial nint New(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_set_fd")]
    public static partial int SetDescriptor(nint ssl, int fd);

    [LibraryImport(Library, EntryPoint = "SSL_set_connect_state")]
    public static partial void SetConnectState(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_write", SetLastError = true)]
    public static partial int Write(nint ssl, byte* bytes, int length);

    [LibraryImport(Library, EntryPoint = "SSL_read", SetLastError = true)]
    public static partial int Read(nint ssl, byte* room, int length);

    [LibraryImport(Library, EntryPoint = "SSL_pending")]
    public static partial int Pending(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get_error")]
    public static partial int Error(nint ssl, int result);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_get1_session")]
    public static partial nint TakeSession(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_set_session")]
    public static partial int SetSession(nint ssl, nint session);

    [LibraryImport(Library, EntryPoint = "SSL_session_reused")]
    public static partial int IsSessionReused(nint ssl);

    [LibraryImport(Library, EntryPoint = "SSL_SESSION_free")]
    public static partial void FreeSession(nint session);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
