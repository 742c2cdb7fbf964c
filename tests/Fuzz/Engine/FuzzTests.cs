namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>
/// One entry: a class of its own for each thing that reads what strangers send, so that the entries run in parallel. Its corpus is the folder of its name.
/// </summary>
public abstract class FuzzTests
{
    private static readonly TimeSpan FaultPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(3);

    private readonly FuzzTarget _target;
    private readonly IReadOnlyList<Fault> _faults;

    private protected FuzzTests(FuzzTarget target, params IReadOnlyList<Fault> faults) => (_target, _faults) = (target, faults);

    private string Entry => GetType().Name[..^"Fuzz".Length];

    private byte[][] Seeds => [.. Corpus.Of(Entry).Select(file => file.Bytes)];

    [Fact]
    public async Task The_corpus_holds_at_every_prefix_and_however_it_is_cut()
    {
        var fuzzer = new Fuzzer(_target, Seeds);
        await Within(fuzzer, Grace, () =>
        {
            foreach (var (name, bytes) in Corpus.Of(Entry))
            {
                foreach (var input in fuzzer.CutEverywhere(bytes))
                {
                    if (fuzzer.Check(input) is { } failure) Assert.Fail($"{Entry}, corpus file {name}: {failure.Message}\n{input}");
                }
            }
        });
    }

    [Fact]
    public async Task Mutations_of_the_corpus_hold()
    {
        var fuzzer = new Fuzzer(_target, Seeds);
        await Within(fuzzer, FuzzTime.PerEntry + Grace, () =>
        {
            if (fuzzer.Search(FuzzTime.PerEntry, FuzzTime.Seed) is not var (failure, input, seed)) return;
            var minimal = Minimizer.Minimize(fuzzer, input, failure.Property);
            Assert.Fail($"{Entry}: {fuzzer.Check(minimal)?.Message}\nFUZZ_SEED={seed}\nminimized from {input.Bytes.Length} to {minimal}");
        });
    }

    [Fact]
    public async Task Each_seeded_fault_is_found_and_its_input_made_small()
    {
        Assert.NotEmpty(_faults);
        foreach (var fault in _faults)
        {
            var fuzzer = new Fuzzer(fault.Target, Seeds);
            await Within(fuzzer, FaultPatience + Grace, () =>
            {
                if (fuzzer.Search(FaultPatience) is not var (failure, input, seed)) throw new FuzzFailedException(fault.Breaks, $"not found by {fuzzer.Tried} inputs");
                Assert.True(fault.Breaks == failure.Property, $"expected {fault.Breaks} of {fault.Target.GetType().Name}, got {failure.Message}\n{input}");
                Assert.Equal(failure.Property, fuzzer.Search(FaultPatience, seed)?.Failure.Property);
                var minimal = Minimizer.Minimize(fuzzer, input, failure.Property);
                Assert.Equal(failure.Property, fuzzer.Check(minimal)?.Property);
                Assert.InRange(minimal.Bytes.Length, 0, input.Bytes.Length);
            });
        }
    }

    /// <summary>An input that never comes back is shown, instead of a run that never ends.</summary>
    private protected static async Task Within(Fuzzer fuzzer, TimeSpan time, Action work)
    {
        var run = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await run.WaitAsync(time);
        }
        catch (TimeoutException)
        {
            throw new FuzzFailedException(FuzzProperty.Progresses, $"no end after {time.TotalSeconds:0} s of\n{fuzzer.Current}");
        }
    }
}
