using System.CommandLine;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>The program's command line.</summary>
/// <param name="types">The service types that a configuration may name.</param>
/// <param name="run">Runs the gateway, and returns the exit code.</param>
internal sealed class GatewayCommandLine(IServiceTypeCatalog types, Func<GatewayStart, CancellationToken, Task<int>> run)
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Read this file instead of the bundled settings.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Runs what the arguments ask for, and returns the exit code.</summary>
    public async Task<int> InvokeAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken stop = default)
    {
        var parsed = Build(output, error).Parse(arguments);
        var unknown = parsed.UnmatchedTokens.Where(token => !ConfigurationOverride.TryParse(token, out _));
        var faults = parsed.Errors.Select(fault => fault.Message).Concat(unknown.Select(ConfigurationOverride.Explain)).ToList();
        foreach (var fault in faults) await error.WriteLineAsync($"error: {fault}");
        if (faults.Count > 0) return ExitCode.BadConfiguration;
        // Signals are the host's: it drains first, which takes longer than the default here.
        var invocation = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(invocation, stop);
    }

    private RootCommand Build(TextWriter output, TextWriter error)
    {
        var runCommand = new Command("run", "Run the gateway (what happens without a command, too).");
        var checkCommand = new Command("check-config", "Check the configuration, bind nothing.");
        var hashCommand = new Command("hash-password", "Read a password and print its hash for Users:NAME:PasswordHash.");
        var root = new RootCommand(
            "A TCP gateway. Any setting can be given as --SocketGateway:Key=Value or in the environment as SocketGateway__Key=Value.")
        {
            _config, runCommand, checkCommand, hashCommand,
        };
        foreach (var command in new Command[] { root, runCommand })
            command.SetAction(async (parsed, stop) => Read(parsed, error) is { } start ? await run(start, stop) : ExitCode.BadConfiguration);
        checkCommand.SetAction(
            parsed => Read(parsed, error) is { } start ? CheckConfig.Report(start, output, error) : ExitCode.BadConfiguration);
        hashCommand.SetAction(_ => HashPassword.Run(Console.In, output, error, Console.IsInputRedirected));
        // Settings are unmatched tokens; the rest of them is refused above.
        foreach (var command in new Command[] { root, runCommand, checkCommand, hashCommand })
            command.TreatUnmatchedTokensAsErrors = false;
        return root;
    }

    /// <summary>The checked configuration, or null after all faults were written.</summary>
    private GatewayStart? Read(ParseResult parsed, TextWriter error)
    {
        var overrides = parsed.UnmatchedTokens.Select(token => ConfigurationOverride.TryParse(token, out var pair) ? pair : default).ToList();
        var file = parsed.GetValue(_config);
        if (ConfigurationSources.Load(file, overrides, out var unreadable) is not { } configuration)
        {
            error.WriteLine($"error: {unreadable}");
            return null;
        }
        var result = GatewayConfiguration.Read(configuration, types);
        foreach (var fault in result.Faults) error.WriteLine($"error: {fault}");
        return result.IsValid
            ? new GatewayStart(result.Options, types, configuration, result.Warnings) { Reread = () => (ConfigurationSources.Load(file, overrides, out var fault), fault) }
            : null;
    }
}
