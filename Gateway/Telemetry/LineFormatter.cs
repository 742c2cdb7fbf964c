using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SocketGateway.Gateway.Telemetry;

/// <summary>
/// One line for each entry: time, level, category, message. Part of it is what strangers sent, so control characters are escaped; an exception's further lines
/// are indented, and none of them can pass for an entry.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    private const string OwnPrefix = "SocketGateway.";
    private const string Indent = "\n      ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (message is null && logEntry.Exception is null) return;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{time.GetLocalNow():yyyy-MM-dd HH:mm:ss.fff} {Level(logEntry.LogLevel)} ");
        line.Append(logEntry.Category.StartsWith(OwnPrefix, StringComparison.Ordinal) ? logEntry.Category.AsSpan(OwnPrefix.Length) : logEntry.Category).Append(": ");
        SafeText.Append(line, message);
        if (logEntry.Exception is { } exception)
        {
            foreach (var part in exception.ToString().AsSpan().EnumerateLines()) SafeText.Append(line.Append(Indent), part);
        }

        textWriter.Write(line.Append('\n'));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
