using Microsoft.Extensions.Configuration;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class ConfigurationSourcesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        // Keys that no other test reads: the environment belongs to the whole process.
        File.WriteAllText(_file, """{ "SocketGateway": { "Precedence": { "a": "file", "b": "file", "c": "file" } } }""");
        Environment.SetEnvironmentVariable("SocketGateway__Precedence__b", "environment");
        Environment.SetEnvironmentVariable("SocketGateway__Precedence__c", "environment");
        try
        {
            var section = Load("SocketGateway:Precedence:c", "command line")!.GetSection("SocketGateway:Precedence");
            Assert.Equal(("file", "environment", "command line"), (section["a"], section["b"], section["c"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SocketGateway__Precedence__b", null);
            Environment.SetEnvironmentVariable("SocketGateway__Precedence__c", null);
        }
    }

    [Fact]
    public void A_file_takes_the_place_of_the_bundled_settings()
    {
        File.WriteAllText(_file, "{}");
        Assert.Empty(Load()!.GetSection("SocketGateway").GetChildren());
    }

    [Theory]
    [InlineData("{ \"SocketGateway\": {")]
    [InlineData("[1]")]
    [InlineData("{ \"a\": 1, \"A\": 2 }")]
    [InlineData("{ \"a\": \"\\ud800\" }")]
    [InlineData("")]
    public void A_malformed_file_is_a_fault(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Null(ConfigurationSources.Load(_file, [], out var fault));
        Assert.Equal(_file, fault!.Key);
    }

    [Fact]
    public void A_missing_file_is_a_fault()
    {
        Assert.Null(ConfigurationSources.Load(_file + ".none", [], out var fault));
        Assert.Equal(_file + ".none", fault!.Key);
    }

    private IConfigurationRoot? Load(string key = "Other:Key", string value = "") =>
        ConfigurationSources.Load(_file, [KeyValuePair.Create<string, string?>(key, value)], out _);
}
