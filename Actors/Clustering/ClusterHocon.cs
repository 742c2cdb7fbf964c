using System.Globalization;
using Akka.Configuration;

namespace SocketGateway.Actors.Clustering;

/// <summary>The cluster's actor system in Akka's own words.</summary>
internal static class ClusterHocon
{
    private static readonly string Assembly = typeof(ClusterHocon).Assembly.GetName().Name!;

    public static Config For(NodeSettings settings) => ConfigurationFactory.ParseString($$"""
        akka.loggers = ["Akka.Hosting.Logging.LoggerFactoryLogger, Akka.Hosting"]
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off

        # The host decides when this system ends. Terminated otherwise, it is replaced, and need not take leave first.
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.coordinated-shutdown.exit-clr = off

        # Where ClusterSystem holds up a shutdown that nobody here asked for.
        akka.coordinated-shutdown.phases.before-service-unbind.timeout = 20d

        akka.actor.provider = cluster

        # What a peer sends must not choose what is made of it: there are Akka's own messages, and nothing else. Links have connections of their own.
        akka.actor.serialization-settings.allow-unregistered-types = false
        akka.actor.serializers.json = "{{typeof(RefusingSerializer).FullName}}, {{Assembly}}"

        akka.remote.dot-netty.tcp {
          hostname = "{{settings.Hostname}}"
          port = {{settings.Port.ToString(CultureInfo.InvariantCulture)}}
          enable-ssl = {{(settings.Tls is null ? "off" : "on")}}
          maximum-frame-size = 256000b
          server-socket-worker-pool.pool-size-min = 1
          server-socket-worker-pool.pool-size-max = 1
          client-socket-worker-pool.pool-size-min = 1
          client-socket-worker-pool.pool-size-max = 1
        }
        akka.remote.retry-gate-closed-for = 500ms
        akka.remote.log-remote-lifecycle-events = off

        akka.cluster {
          roles = [{{string.Join(", ", settings.Roles)}}]
          log-info = off

          # Who is down is ClusterWatch's business (rule 21).
          downing-provider-class = ""
          allow-weakly-up-members = 1s
          seed-node-timeout = 3s
          retry-unsuccessful-join-after = 1s
          periodic-tasks-initial-delay = 500ms
          gossip-interval = 500ms
          leader-actions-interval = 500ms
          unreachable-nodes-reaper-interval = 500ms
          failure-detector.heartbeat-interval = 500ms
          failure-detector.acceptable-heartbeat-pause = 2s
        }
        """);
}
