using System.Buffers;
using System.IO.Pipelines;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Sessions;

public class PipeSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void An_application_that_runs_inline_answers_in_the_commit_that_consumes()
    {
        using var connection = new PipeConnection(EchoAsync);
        connection.Receive([1, 2, 3]);
        Assert.Equal([1, 2, 3], connection.Output);
        Assert.Equal((1, 3L), (connection.Commits, connection.Consumed));
    }

    [Fact]
    public async Task Input_that_the_application_does_not_read_stays_with_the_connection_beyond_twice_the_window()
    {
        var go = new TaskCompletionSource();
        using var connection = new PipeConnection(
            async (pipe, closed) =>
            {
                await go.Task;
                await EchoAsync(pipe, closed);
            },
            inputWindow: 100);
        var bytes = Bytes(1000);
        foreach (var part in bytes.Chunk(50)) connection.Receive(part);
        Assert.InRange(connection.Consumed, 100, 200);
        go.SetResult();
        await connection.TurnUntil(() => connection.OutputLength == bytes.Length);
        Assert.Equal(bytes, connection.Output);
        Assert.Equal(bytes.Length, connection.Consumed);
    }

    [Fact]
    public void Output_never_goes_beyond_the_credit_and_goes_on_when_there_is_more()
    {
        var bytes = Bytes(300_000);
        using var connection = new PipeConnection(async (pipe, closed) => await pipe.Output.WriteAsync(bytes, closed), credit: 1000);
        Assert.Equal(1000, connection.OutputLength);
        for (var credit = 30_000; credit <= bytes.Length; credit += 30_000)
        {
            connection.Credit(credit);
            Assert.Equal(credit, connection.OutputLength);
        }

        Assert.Equal(bytes, connection.Output);
        Assert.Equal("", connection.Closed);
    }

    [Fact]
    public void One_commit_has_at_most_64_KiB()
    {
        using var connection = new PipeConnection(async (pipe, closed) => await pipe.Output.WriteAsync(Bytes(256 * 1024), closed));
        Assert.Equal((4 + 1, 256 * 1024L, ""), (connection.Commits, connection.OutputLength, connection.Closed));
    }

    [Fact]
    public void An_application_may_answer_after_the_client_has_ended_its_side()
    {
        using var connection = new PipeConnection(async (pipe, closed) =>
        {
            var result = await pipe.Input.ReadAtLeastAsync(100, closed);
            Assert.True(result.IsCompleted);
            await pipe.Output.WriteAsync(result.Buffer.ToArray(), closed);
        });
        connection.Receive([1]);
        connection.Receive([2]);
        Assert.Null(connection.Closed);
        connection.EndInput();
        Assert.Equal([1, 2], connection.Output);
        Assert.Equal("", connection.Closed);
    }

    [Fact]
    public void The_end_of_input_comes_after_input_that_had_to_wait()
    {
        using var connection = new PipeConnection(EchoAsync, credit: 10);
        var bytes = Bytes(5000);
        connection.Receive(bytes);
        connection.EndInput();
        connection.Credit(10_000);
        Assert.Equal(bytes, connection.Output);
        Assert.Equal("", connection.Closed);
    }

    [Fact]
    public void Input_is_discarded_once_the_application_reads_no_more()
    {
        var end = new TaskCompletionSource();
        using var connection = new PipeConnection(
            async (pipe, closed) =>
            {
                await pipe.Input.CompleteAsync(new InvalidOperationException("enough"));
                await end.Task;
            },
            inputWindow: 10);
        for (var i = 0; i < 10; i++) connection.Receive(Bytes(100));
        Assert.Equal(1000, connection.Consumed);
        end.SetResult();
        connection.Turn();
        Assert.Equal("", connection.Closed);
    }

    [Fact]
    public void Reset_ends_the_connection_with_its_reason_also_when_the_client_takes_nothing()
    {
        using var connection = new PipeConnection(async (pipe, closed) => await pipe.Output.WriteAsync(Bytes(500_000), closed), credit: 1);
        connection.Session.Refuse("too_slow");
        connection.Turn();
        Assert.Equal("too_slow", connection.Closed);
    }

    [Theory]
    [InlineData(500, "", 500)]
    [InlineData(499, "over", 0)]
    public async Task Finish_sends_what_was_written_and_closes_but_resets_a_client_that_does_not_take_it(int credit, string end, int sent)
    {
        PipeWriter? output = null;
        using var connection = new PipeConnection(
            (pipe, closed) =>
            {
                output = pipe.Output;
                return Task.Delay(Timeout.InfiniteTimeSpan, closed);
            },
            credit: credit);
        await output!.WriteAsync(Bytes(500));
        connection.Session.FinishFor("over");
        connection.Turn();
        Assert.Equal((end, sent), (connection.Closed, (int)connection.OutputLength));
    }

    [Fact]
    public void A_failed_application_fails_the_session()
    {
        using var connection = new PipeConnection(async (pipe, closed) =>
        {
            await pipe.Input.ReadAsync(closed);
            throw new InvalidOperationException("no luck");
        });
        connection.Receive([1]);
        Assert.Equal("InvalidOperationException: no luck", connection.Failure);
        Assert.True(connection.IsFinished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_application_hears_of_the_end_of_the_connection(bool orderly)
    {
        var seen = new TaskCompletionSource<(bool Cancelled, Exception? OnRead, bool WritesTaken)>();
        using var connection = new PipeConnection(async (pipe, closed) =>
        {
            var error = await Record.ExceptionAsync(async () => await pipe.Input.ReadAsync(CancellationToken.None));
            var cancelled = closed.IsCancellationRequested;
            FlushResult flush;
            do flush = await pipe.Output.WriteAsync(new byte[1024], CancellationToken.None);
            while (!flush.IsCompleted);
            seen.SetResult((cancelled, error, flush.IsCompleted));
        });
        if (orderly) connection.Tell(new SessionProtocol.Ended(1, CloseReasons.ConnectionReset));
        else connection.Dispose();
        var (wasCancelled, onRead, ended) = await seen.Task.WaitAsync(Patience);
        Assert.True(wasCancelled);
        Assert.IsType<IOException>(onRead);
        Assert.True(ended);
        if (!orderly) return;
        await connection.TurnUntil(() => connection.IsFinished);
        Assert.Contains(CloseReasons.ConnectionReset, onRead.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_goes_through_tiny_windows_on_many_threads()
    {
        const int Window = 500;
        var bytes = Bytes(1 << 20);
        using var connection = new PipeConnection(EchoAsync, Window, Window, PipeScheduler.ThreadPool);
        var (sent, credit) = (0, (long)Window);
        while (connection.OutputLength < bytes.Length)
        {
            // As the connection does: arrived but not consumed, and written but not taken, are within the windows.
            var room = (int)Math.Min(Window - (sent - connection.Consumed), bytes.Length - sent);
            if (room > 0)
            {
                connection.Receive(bytes[sent..(sent + room)]);
                sent += room;
            }

            if (credit < connection.OutputLength + Window) connection.Credit(credit = connection.OutputLength + Window);
            var (consumed, written) = (connection.Consumed, connection.OutputLength);
            if (written < bytes.Length) await connection.TurnUntil(() => connection.Consumed > consumed || connection.OutputLength > written || HasRoom());
            Assert.True(connection.OutputLength <= credit);

            bool HasRoom() => sent < bytes.Length && sent - connection.Consumed < Window;
        }

        connection.EndInput();
        await connection.TurnUntil(() => connection.Closed is not null);
        Assert.Equal(bytes, connection.Output);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task EchoAsync(IDuplexPipe pipe, CancellationToken closed)
    {
        while (true)
        {
            var result = await pipe.Input.ReadAsync(closed);
            foreach (var chunk in result.Buffer) await pipe.Output.WriteAsync(chunk, closed);
            pipe.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }
}
