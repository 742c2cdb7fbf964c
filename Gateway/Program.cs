using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

return await new GatewayCommandLine(new ServiceTypeCatalog(), GatewayHost.RunAsync).InvokeAsync(args, Console.Out, Console.Error);
