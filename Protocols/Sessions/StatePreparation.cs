using System.Reflection;
using System.Text.Json;

namespace SocketGateway.Protocols.Sessions;

/// <summary>
/// Writes and reads a state once before anybody waits for it. The first time takes a few hundred milliseconds, most of them the compiler's, and would fall to the first client whose session
/// goes on in this process: when another one has just died.
/// </summary>
internal static class StatePreparation
{
    /// <summary>For sessions of this class; nothing for those without state, or one that cannot be written, which its sessions will find for themselves.</summary>
    public static void Run(Type session)
    {
        if (StateReadability.StateOf(session) is { } state) Prepare.MakeGenericMethod(state).Invoke(null, null);
    }

    private static MethodInfo Prepare => typeof(StatePreparation).GetMethod(nameof(RoundTrip), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static void RoundTrip<TState>()
        where TState : class
    {
        try
        {
            JsonSerializer.Deserialize<TState>(JsonSerializer.SerializeToUtf8Bytes(StateFactory<TState>.Create()));
        }
        catch (Exception)
        {
            // The author's own code may be in it. Told where it matters: to the session that needs it.
        }
    }
}
