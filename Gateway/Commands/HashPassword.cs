using System.Text;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>The command <c>hash-password</c>: a password in, from a terminal without echo, its hash out, alone on its line.</summary>
internal static class HashPassword
{
    public static int Run(TextReader input, TextWriter output, TextWriter error, bool redirected)
    {
        var password = redirected ? input.ReadLine() : Ask("Password: ", error);
        if (string.IsNullOrEmpty(password))
        {
            error.WriteLine("error: no password was given");
            return ExitCode.BadConfiguration;
        }
        if (!redirected && Ask("Again: ", error) != password)
        {
            error.WriteLine("error: the two differ");
            return ExitCode.BadConfiguration;
        }
        output.WriteLine(UserDirectory.Hash(password));
        return ExitCode.Done;
    }

    private static string Ask(string prompt, TextWriter error)
    {
        // The first look at the keyboard turns the terminal's echo off: before anyone can answer the prompt.
        _ = Console.KeyAvailable;
        error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        error.WriteLine();
        return typed.ToString();
    }
}
