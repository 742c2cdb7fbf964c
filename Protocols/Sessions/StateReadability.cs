using System.Reflection;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>Which states a session type can go on from, known without an instance of it (rule 5).</summary>
/// <param name="Type">The name of its state's type; empty when it keeps none, and reads none either.</param>
/// <param name="From">The oldest version that it reads.</param>
/// <param name="To">The newest, and the one that it writes.</param>
internal readonly record struct StateReadability(string Type, int From, int To)
{
    /// <summary>Of a session without state.</summary>
    public static readonly StateReadability None = new("", 0, 0);

    /// <summary>What its base class says, and the attribute on the type of its state.</summary>
    public static StateReadability Of(Type session)
    {
        if (StateOf(session) is not { } state) return None;
        var version = state.GetCustomAttribute<StateVersionAttribute>() ?? new StateVersionAttribute(1);
        return new StateReadability(state.FullName ?? state.Name, version.ReadsFrom, version.Version);
    }

    /// <summary>The type of the state that sessions of this class keep; null for those without.</summary>
    public static Type? StateOf(Type session)
    {
        for (var type = session; type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Session<>)) continue;
            var state = type.GetGenericArguments()[0];
            return state == typeof(NoState) ? null : state;
        }

        return null;
    }

    /// <summary>Whether a session can go on from this state. A connection that was handed over may bring the state of another service, which does not matter.</summary>
    public bool CanRead(string type, int version, StartKind start) =>
        Type.Length == 0 || type.Length == 0 || (type == Type ? version >= From && version <= To : start == StartKind.Transferred);
}
