using System.Reflection;
using System.Text.Json;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>A session with state. The state is a value: replace it (<c>State = State with { ... }</c>), never change it in place.</summary>
/// <typeparam name="TState">A record that System.Text.Json can write and read, at most 64 KiB when written. A session begins with what its constructor makes from defaults.</typeparam>
public abstract class Session<TState> : Session
    where TState : class
{
    private static readonly string TypeName = typeof(TState).FullName ?? typeof(TState).Name;
    private static readonly StateVersionAttribute Version = typeof(TState).GetCustomAttribute<StateVersionAttribute>() ?? new StateVersionAttribute(1);

    private TState _state = StateFactory<TState>.Create();
    private bool _changed;

    /// <summary>What survives this incarnation. Setting it saves it with the commit that ends this step.</summary>
    protected TState State
    {
        get => _state;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (ReferenceEquals(value, _state)) return;
            Runner.RequireStep();
            (_state, _changed) = (value, true);
        }
    }

    internal override SessionState? CaptureState(int maxBytes)
    {
        if (!_changed) return null;
        _changed = false;
        var data = JsonSerializer.SerializeToUtf8Bytes(_state);
        if (data.Length > maxBytes) throw new SessionException($"the state takes {data.Length} bytes, more than Flow:MaxState ({maxBytes})");
        return new SessionState(TypeName, Version.Version, data);
    }

    internal override bool TryRestoreState(SessionState? state, StartKind start)
    {
        if (state is null) return true;

        // A service that takes a connection over need not know the state of the one before it. Its first commit puts its own in that place,
        // or its next incarnation could not read what it finds there.
        _changed = start == StartKind.Transferred;
        if (start == StartKind.Transferred && state.Type != TypeName) return true;
        if (state.Type != TypeName || state.Version > Version.Version || state.Version < Version.ReadsFrom) return false;
        try
        {
            _state = JsonSerializer.Deserialize<TState>(state.Data.Span) ?? StateFactory<TState>.Create();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal override byte[] DescribeState() => JsonSerializer.SerializeToUtf8Bytes(_state);
}
