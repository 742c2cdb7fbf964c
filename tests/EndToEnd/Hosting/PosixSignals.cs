using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Signals to a process, by Linux' numbers.</summary>
internal static partial class PosixSignals
{
    public const int Hup = 1;
    public const int Int = 2;
    public const int Kill = 9;
    public const int Term = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
