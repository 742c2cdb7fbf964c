using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Signals to a process, by Linux' numbers.</summary>
internal static partial class PosixSignals
{
    public const int Hup = 1;
    public const int Int = 2;
    public const int Term = 15;

    public static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
