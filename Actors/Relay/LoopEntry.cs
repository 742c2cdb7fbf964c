namespace SocketGateway.Actors.Relay;

/// <summary>Something that waits for descriptors in a <see cref="RelayLoop"/>. Everything in it runs on the loop's thread, and nothing may block there.</summary>
internal abstract class LoopEntry(RelayLoop loop)
{
    /// <summary>A due time that never comes.</summary>
    public const long Never = long.MaxValue;

    private long _due = Never;

    protected RelayLoop Loop { get; } = loop;

    /// <summary>Its place in the loop; -1 while it has none.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Tells apart what had the same place one after another.</summary>
    public uint Generation { get; set; }

    /// <summary>It is in the loop's queue of those that have more to do at once.</summary>
    public bool IsReady { get; set; }

    /// <summary>It is in the loop's queue of those that have more to do at the next sweep.</summary>
    public bool IsLater { get; set; }

    /// <summary>The instant of <see cref="RelayLoop.Now"/> at which <see cref="OnDue"/> is wanted, to within <see cref="RelayLoop.SweepMilliseconds"/>.</summary>
    public long Due
    {
        get => _due;
        protected set
        {
            if ((value == Never) != (_due == Never)) Loop.CountDue(value == Never ? -1 : 1);
            _due = value;
        }
    }

    /// <summary>What another thread asked for.</summary>
    public abstract void OnCommand(int command, string? reason);

    /// <summary>A descriptor has news.</summary>
    public abstract void OnEvents(int side, uint events);

    /// <summary>Its turn, after it left something to others.</summary>
    public abstract void OnReady();

    /// <summary>The time has come.</summary>
    public abstract void OnDue();

    /// <summary>An error in the code above; every descriptor of the entry must be closed when this returns.</summary>
    public abstract void OnFault(Exception error);
}
