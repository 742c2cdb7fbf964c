using System.IO.Pipelines;

namespace SocketGateway.Gateway.Http;

/// <summary>What the services of one type serve: an ASP.NET Core application for each of them.</summary>
/// <param name="Type">The service type's name.</param>
/// <param name="Configure">Builds the pipeline of one service.</param>
internal sealed record HttpApplication(string Type, Action<WebApplication, HttpServiceContext> Configure)
{
    /// <summary>Registers what the pipeline needs.</summary>
    public Action<WebApplicationBuilder>? ConfigureServices { get; init; }

    /// <summary>Where its code runs; <see cref="PipeScheduler.Inline"/> only for code that never blocks.</summary>
    public PipeScheduler Scheduler { get; init; } = PipeScheduler.ThreadPool;
}
