using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>The command <c>check-config</c>, for a configuration without faults.</summary>
internal static class CheckConfig
{
    public static int Report(GatewayStart start, TextWriter output, TextWriter error)
    {
        foreach (var warning in start.Warnings.Concat(ResourceBudget.For(start.Options).Warnings)) error.WriteLine($"warning: {warning}");
        output.WriteLine("OK");
        var rows = StartTable.Rows(start.Options, start.Types, start.Options.Users.Keys);
        StartTable.Write(output, rows, plain: output != Console.Out || Console.IsOutputRedirected);
        if (start.Options.Cluster is { Enabled: true } cluster) output.WriteLine(StartTable.NodeLine(cluster, $"{cluster.Hostname}:{cluster.Port}"));
        return ExitCode.Done;
    }
}
