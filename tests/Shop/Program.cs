using SocketGateway.Gateway;
using SocketGateway.Gateway.Http;
using SocketGateway.Shop;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Stock>();
builder.AddSocketGateway().AddHttp("Shop", app =>
{
    app.Use((http, next) =>
    {
        http.Response.Headers["X-Connection"] = http.ConnectionId().ToString();
        return next(http);
    });
    app.MapGet("/apples", (Stock stock) => stock.Apples);
    app.MapPost("/orders", (Stock stock, Order order) => stock.TryTake(order.Apples) ? Results.Ok() : Results.Conflict());
    app.MapGet("/harvest/{seconds:int}", async (int seconds, ILogger<Stock> log, CancellationToken gone) =>
    {
        log.LogInformation("somebody waits for the harvest");
        await Task.Delay(TimeSpan.FromSeconds(seconds), gone);
        return "apples";
    });
    app.MapGet("/me", (HttpContext http) => $"{http.SocketPair()} through {http.GatewayConnection().Listener}");
});
return await builder.Build().RunSocketGatewayAsync();
