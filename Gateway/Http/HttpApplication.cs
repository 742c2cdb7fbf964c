using System.IO.Pipelines;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Http;

/// <summary>What the services of one type serve: an ASP.NET Core application for each of them.</summary>
/// <param name="Type">The service type's name.</param>
/// <param name="Configure">Builds the pipeline of one service.</param>
internal sealed record HttpApplication(string Type, Action<HttpPipeline> Configure)
{
    /// <summary>Where its code runs; <see cref="PipeScheduler.Inline"/> only for code that never blocks.</summary>
    public PipeScheduler Scheduler { get; init; } = PipeScheduler.ThreadPool;

    /// <summary>
    /// Its code writes log lines, or calls others: for that ASP.NET Core keeps a scope and a trace context with each request, also while nobody traces. A small request is cheaper without.
    /// </summary>
    public bool HasRequestScopes { get; init; } = true;

    /// <summary>A service type whose connections are lent to Kestrel.</summary>
    public static ServiceTypeRegistration TypeOf<TOptions>(string name, Func<TOptions, IEnumerable<ConfigurationFault>>? validate = null)
        where TOptions : HttpServiceOptions, new()
    {
        return ServiceTypeRegistration.Of<TOptions>(name, Validate) with { Session = typeof(HttpSession), TryMe = at => [at.IsTls ? $"curl -k https://{at.Authority}/" : $"curl http://{at.Authority}/"] };

        IEnumerable<ConfigurationFault> Validate(TOptions options)
        {
            foreach (var fault in validate?.Invoke(options) ?? []) yield return fault;
            foreach (var fault in options.Limits.Validate()) yield return fault with { Key = ConfigurationPath.Combine(nameof(options.Limits), fault.Key) };
        }
    }
}
