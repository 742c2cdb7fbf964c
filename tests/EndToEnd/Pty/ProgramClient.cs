using System.Globalization;
using System.Text;
using SocketGateway.EndToEnd.Telnet;

namespace SocketGateway.EndToEnd.Pty;

/// <summary>Logs in to a program over a raw socket.</summary>
internal static class ProgramClient
{
    /// <summary>IAC WILL NAWS.</summary>
    public const string WillWindowSize = "\u00ff\u00fb\u001f";

    /// <summary>IAC WILL TERMINAL-TYPE.</summary>
    public const string WillTerminalType = "\u00ff\u00fb\u0018";

    public const string InterruptProcess = "\u00ff\u00f4";
    public const string Break = "\u00ff\u00f3";
    public const string AbortOutput = "\u00ff\u00f5";
    public const string EraseCharacter = "\u00ff\u00f7";
    public const string EraseLine = "\u00ff\u00f8";
    public const string EndOfFile = "\u00ff\u00ec";

    /// <summary>Connects, sends this, and logs in.</summary>
    public static async Task<RawTelnetClient> LogInAsync(int port, string before = "", string user = ProgramSettings.User)
    {
        var client = await RawTelnetClient.ConnectAsync(port);
        await client.ExpectAsync("login: ");
        await client.SendAsync(before + user + "\r\n");
        await client.ExpectAsync("Password: ");
        await client.SendAsync(ProgramSettings.Password + "\r\n");
        return client;
    }

    /// <summary>Logs in and waits for the shell.</summary>
    public static async Task<RawTelnetClient> ShellAsync(int port, string before = "")
    {
        var client = await LogInAsync(port, before);
        await client.ExpectAsync(ProgramSettings.Prompt);
        return client;
    }

    /// <summary>Types a line at the shell, and returns what came between its echo and the next prompt.</summary>
    public static async Task<string> RunAsync(this RawTelnetClient client, string line)
    {
        await client.SendAsync(line + "\r\0");
        await client.ExpectAsync(line + "\r\n");
        var answer = await client.ExpectAsync(ProgramSettings.Prompt);
        return answer[..^ProgramSettings.Prompt.Length];
    }

    /// <summary>The process id of the shell.</summary>
    public static async Task<int> ProcessIdAsync(this RawTelnetClient client) => int.Parse(await client.RunAsync("echo $$"), NumberStyles.Any, CultureInfo.InvariantCulture);

    /// <summary>IAC SB NAWS ... IAC SE, its IACs doubled.</summary>
    public static string WindowSize(int columns, int rows)
    {
        var size = new StringBuilder();
        foreach (var value in (int[])[columns >> 8, columns & 255, rows >> 8, rows & 255]) size.Append((char)value).Append(value == 255 ? "\u00ff" : "");
        return $"\u00ff\u00fa\u001f{size}\u00ff\u00f0";
    }

    /// <summary>IAC SB TERMINAL-TYPE IS ... IAC SE.</summary>
    public static string TerminalType(string name) => $"\u00ff\u00fa\u0018\0{name}\u00ff\u00f0";

    public static bool IsAlive(int process) => Directory.Exists($"/proc/{process}");
}
