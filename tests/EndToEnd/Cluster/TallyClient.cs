using System.Diagnostics;
using System.Text;
using SocketGateway.EndToEnd.Clients;

namespace SocketGateway.EndToEnd.Cluster;

/// <summary>A client of the tally, which knows every byte that it must read, and reads not one more.</summary>
internal sealed class TallyClient : IDisposable
{
    private readonly TestClient _client;
    private readonly TallyTranscript _transcript = new();

    private TallyClient(TestClient client) => _client = client;

    public string Local => _client.Local.ToString();

    /// <summary>Lines that were answered.</summary>
    public long Lines => _transcript.Count;

    /// <summary>The longest that it has waited for an answer since <see cref="ForgetLongest"/>.</summary>
    public TimeSpan Longest { get; private set; }

    public static async Task<TallyClient> ConnectAsync(int port) => new(await TestClient.ConnectAsync(port));

    public void ForgetLongest() => Longest = TimeSpan.Zero;

    /// <summary>Sends these lines in one write and reads their answers.</summary>
    public async Task SayAsync(params IEnumerable<string> words)
    {
        var (lines, answers) = (new StringBuilder(), new StringBuilder());
        foreach (var word in words)
        {
            var (line, answer) = _transcript.Next(word);
            lines.Append(line);
            answers.Append(answer);
        }

        var began = Stopwatch.GetTimestamp();
        await _client.SendAsync(Encoding.UTF8.GetBytes(lines.ToString()));
        await ExpectAsync(answers.ToString());
        var took = Stopwatch.GetElapsedTime(began);
        if (took > Longest) Longest = took;
    }

    /// <summary>Reads what comes without being asked for.</summary>
    public async Task ExpectAsync(string text)
    {
        var expected = Encoding.UTF8.GetBytes(text);
        var have = new byte[expected.Length];
        for (var count = 0; count < have.Length;)
        {
            var read = await _client.ReceiveAsync(have.AsMemory(count));
            count += read;
            if (read == 0 || !have.AsSpan(0, count).SequenceEqual(expected.AsSpan(0, count)))
                throw new InvalidDataException($"{Local}, line {Lines}: {(read == 0 ? "the end" : "other bytes")} after\n{Encoding.UTF8.GetString(have, 0, count)}instead of\n{text}");
        }
    }

    /// <summary>Sends a line that is answered by the end of the connection; how it ended.</summary>
    public async Task<StreamEnd> SayLastAsync(string words)
    {
        await _client.SendAsync(Encoding.UTF8.GetBytes(_transcript.Next(words).Line));
        return await _client.ReceiveEndAsync();
    }

    /// <summary>Ends its side: nothing but the end must come.</summary>
    public async Task FinishAsync()
    {
        _client.ShutdownSend();
        var rest = await _client.ReceiveAllAsync();
        if (rest.Length > 0) throw new InvalidDataException($"{Local}, after line {Lines}: more than was to come: {Encoding.UTF8.GetString(rest)}");
    }

    public void Dispose() => _client.Dispose();
}
