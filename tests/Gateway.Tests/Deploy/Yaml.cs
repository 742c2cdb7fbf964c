using System.Globalization;
using SocketGateway.Gateway.Tests.Architecture;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>A node of a YAML file: what it has not is an empty node, so that a test fails at what it compares. Scalars are text, merge keys are resolved.</summary>
internal sealed class Yaml(object? node)
{
    public string? Text => node as string;

    public int Number => int.Parse(Text ?? "", CultureInfo.InvariantCulture);

    public IReadOnlyList<Yaml> Items => node is List<object> items ? [.. items.Select(item => new Yaml(item))] : [];

    public IReadOnlyDictionary<string, Yaml> Entries => node is Dictionary<object, object> entries
        ? entries.ToDictionary(entry => (string)entry.Key, entry => new Yaml(entry.Value))
        : [];

    public IEnumerable<string?> Texts => Items.Select(item => item.Text);

    public Yaml this[string key] => Entries.GetValueOrDefault(key) ?? new Yaml(null);

    /// <summary>All documents of a file below <c>deploy</c>.</summary>
    public static IReadOnlyList<Yaml> Read(params string[] path)
    {
        var deserializer = new DeserializerBuilder().Build();
        using var text = File.OpenText(Path.Combine([Repository.Root, "deploy", .. path]));
        var parser = new MergingParser(new Parser(text));
        var documents = new List<Yaml>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _)) documents.Add(new Yaml(deserializer.Deserialize<object>(parser)));
        return documents;
    }

    /// <summary>Whether every entry of this is one of the other's, as Kubernetes selects.</summary>
    public bool Selects(Yaml labels) => Entries.Count > 0 && Entries.All(entry => entry.Value.Text is { } value && value == labels[entry.Key].Text);
}
