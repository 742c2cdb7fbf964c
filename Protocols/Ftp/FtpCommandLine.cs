using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace SocketGateway.Protocols.Ftp;

/// <summary>One command of the client: <c>VERB argument</c>.</summary>
public sealed record FtpCommandLine
{
    /// <summary>Longest line, in bytes without its end. A longer one is answered with 500.</summary>
    public const int MaxBytes = 4096;

    private FtpCommandLine(string verb, string argument, FtpReply? fault = null)
    {
        Verb = verb;
        Argument = argument;
        Fault = fault;
    }

    /// <summary>The verb in upper case; empty when the line is malformed.</summary>
    public string Verb { get; }

    /// <summary>Everything after the one space that follows the verb: names may begin and end with spaces.</summary>
    public string Argument { get; }

    /// <summary>The reply to a malformed line, which <see cref="FtpMachine"/> gives.</summary>
    public FtpReply? Fault { get; }

    /// <summary>
    /// Parses one line without its line end (RFC 959 §5.3): Telnet commands are taken out, the rest must be UTF-8 (RFC 2640).
    /// </summary>
    /// <param name="line">The whole line.</param>
    /// <returns>The command, or one with a <see cref="Fault"/>.</returns>
    public static FtpCommandLine Parse(in ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxBytes)
            return Malformed(FtpReplies.LineTooLong);
        Span<byte> buffer = line.ToArray();
        var clean = buffer[..FtpTelnet.Strip(buffer, buffer)];
        if (!Utf8.IsValid(clean))
            return Malformed(FtpReplies.NotUtf8);
        var text = Encoding.UTF8.GetString(clean);
        if (text.Any(char.IsControl))
            return Malformed(FtpReplies.ControlCharacter);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var verb = space < 0 ? text : text[..space];
        if (verb.Length == 0 || !verb.All(char.IsAsciiLetter))
            return Malformed(FtpReplies.UnknownCommand);
        return new FtpCommandLine(verb.ToUpperInvariant(), space < 0 ? "" : text[(space + 1)..]);
    }

    /// <summary>For logs: a password is never shown.</summary>
    public override string ToString() => (Fault, Verb, Argument) switch
    {
        ({ } fault, _, _) => $"malformed ({fault.Text})",
        (_, "PASS", _) => "PASS ***",
        (_, _, "") => Verb,
        _ => $"{Verb} {Argument}",
    };

    private static FtpCommandLine Malformed(FtpReply fault) => new("", "", fault);
}
