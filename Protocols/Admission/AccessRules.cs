using System.Net;

namespace SocketGateway.Protocols.Admission;

/// <summary>Whose clients a listener takes: those of the networks that are allowed, of all when none is named, but never those of a network that is denied.</summary>
internal sealed class AccessRules(IEnumerable<IPNetwork> allow, IEnumerable<IPNetwork> deny)
{
    private readonly NetworkSet _allowed = new(allow);
    private readonly NetworkSet _denied = new(deny);

    public bool Allows(IPAddress client) => !_denied.Contains(client) && (_allowed.IsEmpty || _allowed.Contains(client));
}
