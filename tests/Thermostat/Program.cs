using SocketGateway.Gateway;
using SocketGateway.Thermostat;

var builder = WebApplication.CreateBuilder(args);
builder.AddSocketGateway().AddService<ThermostatSession>("Thermostat");
return await builder.Build().RunSocketGatewayAsync();
