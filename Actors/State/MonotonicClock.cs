namespace SocketGateway.Actors.State;

/// <summary>Milliseconds that never go back, whatever happens to the wall clock.</summary>
internal static class MonotonicClock
{
    public static long Now => Environment.TickCount64;
}
