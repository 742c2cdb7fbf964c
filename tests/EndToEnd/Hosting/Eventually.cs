using System.Diagnostics;

namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Waits for what becomes true by itself, and never longer than it is told.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Fails with what was seen last.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> look, Func<T, bool> isWanted, TimeSpan timeout, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isWanted(seen)) return seen;
            if (Stopwatch.GetElapsedTime(began) > timeout) throw new TimeoutException($"not within {timeout.TotalSeconds:0.#} s: {what}; seen last: {seen}");
            await Task.Delay(Pause);
        }
    }

    public static Task<T> Async<T>(Func<T> look, Func<T, bool> isWanted, TimeSpan timeout, string what) =>
        Async(() => Task.FromResult(look()), isWanted, timeout, what);

    public static Task Async(Func<Task<bool>> condition, TimeSpan timeout, string what) => Async(condition, static met => met, timeout, what);
}
