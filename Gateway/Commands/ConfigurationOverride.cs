using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Commands;

/// <summary>A setting on the command line: <c>--SocketGateway:Key=Value</c>.</summary>
internal static class ConfigurationOverride
{
    private const string Prefix = "--" + GatewayOptions.Section + ":";

    public static bool TryParse(string token, out KeyValuePair<string, string?> setting)
    {
        var equals = token.IndexOf('=', StringComparison.Ordinal);
        var valid = token.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && equals > Prefix.Length;
        setting = valid ? new(token[2..equals], token[(equals + 1)..]) : default;
        return valid;
    }

    /// <summary>Why a token is no setting.</summary>
    public static string Explain(string token) => token.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        ? $"'{token}' has no value: write {Prefix}Key=Value as one word"
        : $"'{token}' is not known; see --help";
}
