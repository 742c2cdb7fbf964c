using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Gateway.Telemetry;

namespace SocketGateway.Gateway.Tests.Telemetry;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_entry_is_one_line_with_time_level_and_category() =>
        Assert.Equal("2030-01-02 03:04:05.006 info Access: done\n", Format("done"));

    [Theory]
    [InlineData("a\r\n2030-01-02 forged", "a\\u000d\\u000a2030-01-02 forged")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("\u009b1m", "\\u009b1m")]
    [InlineData("\u202etxt.exe", "\\u202etxt.exe")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("grün ✓", "grün ✓")]
    public void What_would_act_on_a_terminal_or_end_a_line_is_escaped(string message, string shown) =>
        Assert.Equal($"2030-01-02 03:04:05.006 info Access: {shown}\n", Format(message));

    [Fact]
    public void No_line_of_an_exception_passes_for_an_entry()
    {
        var text = Format("failed", new FormatException("bad\n2030-01-02 03:04:05.006 info Access: forged\u001b"));
        Assert.All(text.TrimEnd('\n').Split('\n').Skip(1), line => Assert.StartsWith("      ", line));
        Assert.Contains("forged\\u001b", text);
    }

    private static string Format(string message, Exception? error = null)
    {
        using var output = new StringWriter();
        var entry = new LogEntry<string>(LogLevel.Information, "SocketGateway.Access", default, message, error, (state, _) => state);
        new LineFormatter(new ManualTime()).Write(in entry, null, output);
        return output.ToString();
    }
}
