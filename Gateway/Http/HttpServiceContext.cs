using SocketGateway.Gateway.Services;

namespace SocketGateway.Gateway.Http;

/// <summary>What an application may know of the gateway that it is served by.</summary>
/// <param name="Service">The service and its options.</param>
/// <param name="Gateway">The gateway's own container.</param>
internal sealed record HttpServiceContext(ServiceContext Service, IServiceProvider Gateway);
