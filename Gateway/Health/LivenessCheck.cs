using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocketGateway.Actors.Supervision;

namespace SocketGateway.Gateway.Health;

/// <summary>Whether the actors answer: their system runs, its threads come round, and the supervisor of everything is there.</summary>
internal sealed class LivenessCheck(IRequiredActor<GatewaySupervisor> supervisor) : IHealthCheck
{
    public const string Name = "live";

    /// <summary>How long the actors may take to answer. Whoever asks must wait longer, or takes a slow process for a dead one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var actor = await supervisor.GetAsync(cancellationToken);
            var identity = await actor.Ask<ActorIdentity>(new Identify(Name), Patience, cancellationToken);
            return identity.Subject is null ? HealthCheckResult.Unhealthy("the supervisor has ended") : HealthCheckResult.Healthy();
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy("the supervisor does not answer");
        }
    }
}
