using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Certificates;
using SocketGateway.Gateway.Forwarding;
using SocketGateway.Gateway.Telemetry;
using SocketGateway.Gateway.Tests.Telnet;

namespace SocketGateway.Gateway.Tests.Telemetry;

/// <summary>Telemetry.md and the code name the same things.</summary>
[Collection(RunningGateway.Collection)]
public sealed class DocumentationTests
{
    [Fact]
    public void Every_instrument_is_documented_with_its_kind_and_unit_and_nothing_else_is()
    {
        var documented = Rows("Metrics").Select(row => (row[0], row[1], row[2]));
        Assert.Equal(Instruments().Order(), documented.Order());
    }

    [Fact]
    public void Every_span_is_documented_and_nothing_else_is() =>
        Assert.Equal(Constants(typeof(GatewayTelemetry), name => name.EndsWith("Span", StringComparison.Ordinal)), Names("Spans"));

    [Fact]
    public void Every_event_is_documented_and_nothing_else_is() => Assert.Equal(Constants(typeof(SpanEvents), _ => true), Names("Events"));

    [Fact]
    public void Every_attribute_is_documented_and_nothing_else_is() => Assert.Equal(Constants(typeof(Tags), _ => true), Names("Attributes"));

    [Fact]
    public void Metrics_name_only_attributes_that_are_explained_and_never_a_peer()
    {
        var used = Rows("Metrics").SelectMany(row => row[3].Split(", ", StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        Assert.Subset(Names("Attributes").ToHashSet(), used.ToHashSet());
        Assert.DoesNotContain(used, name => name.StartsWith("network.peer", StringComparison.Ordinal));
    }

    private static List<(string Name, string Kind, string Unit)> Instruments()
    {
        var found = new Dictionary<string, (string, string, string)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == GatewayTelemetry.Name)
                found[instrument.Name] = (instrument.Name, instrument.GetType().Name.Split('`')[0], instrument.Unit ?? "");
        };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(GatewayTelemetry).TypeHandle);
        using var gauges = new GatewayGauges(RunningGateway.EmptyContext(), new CertificateStore([], TimeProvider.System, NullLogger.Instance), new ForwardServices(FakeOperations.Start, NullLoggerFactory.Instance));
        return [.. found.Values];
    }

    private static IEnumerable<string> Constants(Type type, Func<string, bool> wanted) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral && wanted(field.Name))
        .Select(field => (string)field.GetRawConstantValue()!)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names(string section) => Rows(section).Select(row => row[0]).Order(StringComparer.Ordinal);

    /// <summary>The rows of a section's table below its head, cells without backquotes.</summary>
    private static IEnumerable<string[]> Rows(string section) => File.ReadLines(Page())
        .SkipWhile(line => line != $"## {section}").Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray());

    private static string Page([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../Gateway/Telemetry.md");
}
