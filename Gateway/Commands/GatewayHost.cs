using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>Prints what would be served. The actors take its place.</summary>
internal static class GatewayHost
{
    /// <summary>Returns the exit code.</summary>
    public static async Task<int> RunAsync(GatewayStart start, CancellationToken stop)
    {
        var budget = ResourceBudget.For(start.Options);
        var users = UserDirectory.For(start.Options);
        foreach (var warning in start.Warnings.Concat(budget.Warnings)) await Console.Error.WriteLineAsync($"warning: {warning}");
        StartTable.Write(Console.Out, StartTable.Rows(start.Options, start.Types, users.Names), Console.IsOutputRedirected);
        if (users.GeneratedPassword is { } password) await Console.Out.WriteLineAsync($"\nLog in as operator with the password {password}");
        return ExitCode.Done;
    }
}
