using System.Net;

namespace SocketGateway.Gateway.Hosting;

/// <summary>Where the gateway stands, for health checks. Thread-safe.</summary>
internal sealed class GatewayStatus
{
    private volatile bool _ready;
    private volatile bool _stopping;
    private volatile IReadOnlyDictionary<string, IPEndPoint> _bound = new Dictionary<string, IPEndPoint>();

    /// <summary>All listeners are bound, and it does not stop.</summary>
    public bool Ready
    {
        get => _ready;
        set => _ready = value;
    }

    /// <summary>It was told to stop.</summary>
    public bool Stopping
    {
        get => _stopping;
        set => _stopping = value;
    }

    /// <summary>Where each listener is bound.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Bound
    {
        get => _bound;
        set => _bound = value;
    }
}
