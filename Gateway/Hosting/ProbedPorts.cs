using System.Net;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Hosting;

/// <summary>What <see cref="PortProbe"/> found.</summary>
/// <param name="Faults">The ports that cannot be had.</param>
/// <param name="Shared">The ports of listeners on which another process of this user listens, and shares them.</param>
internal sealed record ProbedPorts(IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<IPEndPoint> Shared);
