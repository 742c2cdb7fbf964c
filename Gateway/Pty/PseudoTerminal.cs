using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SocketGateway.Gateway.Pty;

/// <summary>The master of a pseudo-terminal: never blocks, and no child inherits it. Closing it hangs up on the programs at the other end.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const int MaxName = 64;
    private const int AttributesSize = 256; // more than any struct termios
    private const uint InputIsUtf8 = 0x4000; // IUTF8, of c_iflag, which comes first

    private PseudoTerminal(SafeFileHandle master, string path) => (Master, Path) = (master, path);

    public SafeFileHandle Master { get; }

    /// <summary>The programs' end, such as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>Opens one.</summary>
    /// <exception cref="ProgramException">There are no more of them, or no more descriptors.</exception>
    public static PseudoTerminal Open()
    {
        var flags = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.NonBlocking | Libc.CloseOnExec;
        var master = Libc.Own(Libc.OpenTerminal(flags), "posix_openpt");
        try
        {
            if (Libc.GrantTerminal(master) != 0) throw Libc.Failure("grantpt");
            if (Libc.UnlockTerminal(master) != 0) throw Libc.Failure("unlockpt");
            var terminal = new PseudoTerminal(master, Name(master));
            terminal.ExpectUtf8();
            return terminal;
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Gives the programs' end to the user who will sit at it, as a login does.</summary>
    public void GiveTo(uint user)
    {
        if (Libc.ChangeOwner(Path, user, Libc.SameGroup) != 0) throw Libc.Failure($"chown {Path}");
    }

    /// <summary>Bytes that programs have written: more than 0, 0 when there will be no more, -1 when there are none now.</summary>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = (int)Libc.Read(Master, start, (nuint)buffer.Length);
                if (count >= 0) return count;
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.TryAgain) return -1;

                // EIO: nobody has the other end open any more.
                if (error != Libc.Interrupted) return 0;
            }
        }
    }

    /// <summary>Types these bytes; the number of them that the terminal took. One that is gone takes all.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var written = 0;
        fixed (byte* start = bytes)
        {
            while (written < bytes.Length)
            {
                var count = (int)Libc.Write(Master, start + written, (nuint)(bytes.Length - written));
                if (count >= 0)
                {
                    if (count == 0) return written;
                    written += count;
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.TryAgain) return written;
                if (error != Libc.Interrupted) return bytes.Length;
            }
        }

        return written;
    }

    /// <summary>Drops what programs have written and nobody has read.</summary>
    public void DiscardOutput() => _ = Libc.Control(Master, Libc.Flush, null);

    /// <summary>Sets the size of the window; programs learn of it by SIGWINCH. 0 is unknown.</summary>
    public void Resize(int columns, int rows)
    {
        ushort* size = stackalloc ushort[4] { (ushort)rows, (ushort)columns, 0, 0 };
        _ = Libc.Control(Master, Libc.SetWindowSize, size);
    }

    public void Dispose() => Master.Dispose();

    private static string Name(SafeFileHandle master)
    {
        byte* name = stackalloc byte[MaxName];
        if (Libc.NameTerminal(master, name, MaxName) != 0) throw Libc.Failure("ptsname");
        return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
    }

    /// <summary>So that erasing at a shell's prompt takes whole characters.</summary>
    private void ExpectUtf8()
    {
        byte* attributes = stackalloc byte[AttributesSize];
        if (Libc.Control(Master, Libc.GetAttributes, attributes) != 0) return;
        *(uint*)attributes |= InputIsUtf8;
        _ = Libc.Control(Master, Libc.SetAttributes, attributes);
    }
}
