using Microsoft.Extensions.Configuration;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

/// <summary>Reads small configurations: one good listener and service, and what a test sets besides.</summary>
internal static class Configured
{
    public static ConfigurationResult With(params (string Key, string? Value)[] settings) => With(new ServiceTypeCatalog(), settings);

    public static ConfigurationResult With(IServiceTypeCatalog types, params (string Key, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Listeners:a:Port"] = "7",
            ["Listeners:a:Service"] = "echo",
            ["Services:echo:Type"] = "Echo",
        };
        foreach (var (key, value) in settings) values[key] = value;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create("SocketGateway:" + pair.Key, pair.Value))).Build();
        return GatewayConfiguration.Read(configuration, types);
    }

    public static GatewayOptions Options(params (string Key, string? Value)[] settings)
    {
        var result = With(settings);
        Assert.Empty(result.Faults);
        return result.Options!;
    }

    public static ConfigurationResult Json(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return GatewayConfiguration.Read(new ConfigurationBuilder().AddJsonStream(stream).Build(), new ServiceTypeCatalog());
    }

    /// <summary>The one fault, whose key is the setting's.</summary>
    public static string FaultOf(string key, params (string Key, string? Value)[] settings)
    {
        var fault = Assert.Single(With(settings).Faults);
        Assert.Equal("SocketGateway:" + key, fault.Key);
        return fault.Message;
    }
}
