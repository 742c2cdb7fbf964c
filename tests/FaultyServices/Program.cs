extern alias next;
using SocketGateway.FaultyServices;
using SocketGateway.Gateway;

// Services that fail on demand, made with the same public surface as any other: for tests and for the demonstration of a survived crash.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Database>();
builder.AddSocketGateway()
    .AddService<FragileThermostatSession>("FragileThermostat")
    .AddService<DatabaseSession>("Database")
    .AddService<SwitchSession>("Switch")
    .AddService<TallySession>("Tally")
    .AddService<next::SocketGateway.FaultyServices.TallySession>("TallyNext");
return await builder.Build().RunSocketGatewayAsync();
