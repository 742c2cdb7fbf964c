using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>
/// Plays an exchange to one server. A step is a command with one reply, or begins with a word of its own:
/// <c>pasv epsv port eprt</c> make a data connection; <c>get</c> and <c>put COMMAND &lt;- bytes</c> run a transfer to its end; <c>begin</c> runs it up to
/// its first reply, then <c>drain</c>, <c>shut</c> and <c>reset</c> end its data connection; <c>send</c> and <c>raw</c> (no line end) read no reply,
/// <c>reply</c> reads one; <c>last</c> reads a command's last reply, whether there is one before it or not; <c>synch</c> is Telnet's interrupt with urgent data; <c>end</c> awaits that the server closes.
/// </summary>
internal sealed class ExchangePlayer : IDisposable
{
    private const int LongestShown = 200;

    private static readonly byte[] InterruptProcess = [0xFF, 0xF4, 0xFF];
    private static readonly byte[] DataMark = [0xF2];

    private readonly ControlConnection _control;
    private readonly FtpSide _side;
    private DataConnection? _data;

    private ExchangePlayer(ControlConnection control, FtpSide side) => (_control, _side) = (control, side);

    /// <summary>The name that STOU has chosen.</summary>
    private string? UniqueName { get; set; }

    /// <summary>What a client sees of each step, and the tree that is left.</summary>
    public static async Task<(IReadOnlyList<Observation> Observations, IReadOnlyList<string> Tree)> PlayAsync(Exchange exchange, FtpSide side)
    {
        using var player = new ExchangePlayer(await ControlConnection.ConnectAsync(side.Port), side);
        await player.EnterAsync(exchange.Role);
        var observations = new List<Observation>();
        foreach (var step in exchange.Steps) observations.Add(await player.ObserveAsync(step));
        return (observations, side.Tree.Snapshot(player.UniqueName));
    }

    public void Dispose()
    {
        _data?.Dispose();
        _control.Dispose();
    }

    private static string VerbOf(string command) => command.Split(' ')[0].ToUpperInvariant();

    private static string Shorten(string text) => text.Length <= LongestShown
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}");

    private static string Contents(string verb, byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return verb switch
        {
            "LIST" => $"[{Listing.Normalize(lines)}]",
            "MLSD" => $"[{Listing.NormalizeFacts(lines)}]",
            "NLST" => $"[{string.Join("; ", lines.Order(StringComparer.Ordinal))}]",
            _ => $"\"{Shorten(Visible.Text(bytes))}\"",
        };
    }

    private async Task EnterAsync(ExchangeRole role)
    {
        Must(await _control.ReplyAsync(), "greeting");
        if (role == ExchangeRole.Stranger) return;
        await _control.SendAsync(StepText.Line($"USER {_side.User}"));
        Assert.Equal("331", (await _control.ReplyAsync()).Code);
        await _control.SendAsync(StepText.Line($"PASS {_side.Password}"));
        Must(await _control.ReplyAsync(), "PASS");
        await _control.SendAsync(StepText.Line("CWD /area"));
        Must(await _control.ReplyAsync(), "CWD /area");
    }

    private void Must(Reply reply, string what) =>
        Assert.True(reply.IsPositive, $"{_side.Name}, {what}: {reply.Code} {string.Join('\n', reply.Lines)}");

    private async Task<Observation> ObserveAsync(string step)
    {
        var text = step.Replace("{user}", _side.User, StringComparison.Ordinal).Replace("{password}", _side.Password, StringComparison.Ordinal);
        var (word, rest) = text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? (text[..blank], text[(blank + 1)..]) : (text, "");
        try
        {
            switch (word)
            {
                case "pasv" or "epsv" or "port" or "eprt":
                    _data?.Dispose();
                    (_data, var opened) = await DataConnection.OpenAsync(_control, word);
                    return Seen(step, word, opened);
                case "get":
                    return await TransferAsync(step, rest, data => data.ReadAllAsync());
                case "put":
                    var (command, content) = rest.Split(" <- ") is [var c, var b] ? (c, b) : throw new FormatException(step);
                    return await TransferAsync(step, command, data => SendAllAsync(data, StepText.Bytes(content)));
                case "begin":
                    await _control.SendAsync(StepText.Line(rest));
                    return Seen(step, rest, await _control.ReplyAsync());
                case "last":
                    await _control.SendAsync(StepText.Line(rest));
                    var reply = await _control.ReplyAsync();
                    return Seen(step, rest, reply.IsPreliminary ? await _control.ReplyAsync() : reply);
                case "drain":
                    var drained = Contents("", await _data!.ReadAllAsync());
                    _data.Dispose();
                    return new Observation(step, drained, drained);
                case "shut":
                    _data!.Shut();
                    return new Observation(step, "", "");
                case "reset":
                    await _data!.ResetAsync();
                    return new Observation(step, "", "");
                case "send":
                    await _control.SendAsync(StepText.Line(rest));
                    return new Observation(step, "", "");
                case "raw":
                    await _control.SendAsync(StepText.Bytes(rest));
                    return new Observation(step, "", "");
                case "synch":
                    await _control.SendAsync(InterruptProcess);
                    await _control.SendAsync(DataMark, SocketFlags.OutOfBand);
                    return new Observation(step, "", "");
                case "reply" or "end":
                    return Seen(step, rest, await _control.ReplyAsync());
                default:
                    await _control.SendAsync(StepText.Line(text));
                    return Seen(step, text, await _control.ReplyAsync());
            }
        }
        catch (Exception error) when (error is SocketException or TimeoutException or NullReferenceException)
        {
            return new Observation(step, error.GetType().Name, error.Message);
        }
    }

    private static Observation Seen(string step, string command, Reply reply) =>
        new(step, reply.Outcome(command), reply.Lines.Count == 0 ? reply.Code : Shorten(reply.Lines[0]));

    private static async Task<byte[]> SendAllAsync(DataConnection data, byte[] bytes)
    {
        await data.SendAsync(bytes);
        data.Shut();
        return [];
    }

    private async Task<Observation> TransferAsync(string step, string command, Func<DataConnection, Task<byte[]>> move)
    {
        var verb = VerbOf(command);
        await _control.SendAsync(StepText.Line(command));
        var first = await _control.ReplyAsync();
        UniqueName ??= verb == "STOU" ? first.UniqueName : null;
        if (!first.IsPreliminary || _data is null) return Seen(step, command, first);
        var contents = Contents(verb, await move(_data));
        _data.Dispose();
        var last = await _control.ReplyAsync();
        return new Observation(step, $"{first.Outcome(command)} {last.Outcome(command)} {contents}", $"{first.Code} {last.Code} {contents}");
    }
}
