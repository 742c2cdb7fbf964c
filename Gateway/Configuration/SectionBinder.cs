namespace SocketGateway.Gateway.Configuration;

/// <summary>
/// Binds a section to options records and collects every fault on the way, where the binder of .NET stops at the first one and
/// ignores what it does not know. A value that cannot be read leaves the default, so that the rest can be checked too.
/// </summary>
internal class SectionBinder(ICollection<ConfigurationFault> faults)
{
    /// <summary>Binds the section to one record.</summary>
    public virtual object Bind(IConfigurationSection section, Type type) => Bind(section, [type], strict: true)[0];

    /// <summary>Binds the section to several records that share its keys. Without <paramref name="strict"/> unknown keys pass.</summary>
    protected object[] Bind(IConfigurationSection section, IReadOnlyList<Type> types, bool strict)
    {
        if (section.Value is { Length: > 0 }) Fault(section, "needs keys of its own, not a value");
        var shapes = types.Select(RecordShape.Of).ToList();
        var children = section.GetChildren().ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
        if (strict)
        {
            foreach (var child in children.Values) CheckKey(child, shapes);
        }
        return [.. shapes.Select(shape => Fill(section, shape, children))];
    }

    protected void Fault(IConfigurationSection section, string message) => faults.Add(new ConfigurationFault(section.Path, message));

    private object Fill(IConfigurationSection section, RecordShape shape, Dictionary<string, IConfigurationSection> children)
    {
        var record = Activator.CreateInstance(shape.Type)!;
        foreach (var (name, key) in shape.Keys)
        {
            if (children.TryGetValue(name, out var child))
            {
                if (TryRead(child, key.Property.PropertyType, key.Nullable, out var value)) key.Property.SetValue(record, value);
            }
            else if (key.Required)
            {
                Fault(section.GetSection(name), "is missing");
            }
        }
        return record;
    }

    private void CheckKey(IConfigurationSection child, List<RecordShape> shapes)
    {
        if (shapes.Any(shape => shape.Keys.ContainsKey(child.Key))) return;
        Fault(child, shapes.Any(shape => shape.NotSupportedYet.Contains(child.Key))
            ? "not supported yet in this version"
            : "unknown key" + Spelling.Hint(child.Key, shapes.SelectMany(shape => shape.Keys.Keys)));
    }

    /// <summary>False when the default stays: nothing was given, or a fault was found.</summary>
    private bool TryRead(IConfigurationSection section, Type type, bool nullable, out object? value)
    {
        value = null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(type, typeof(IReadOnlyDictionary<,>)) is { } entry) value = ReadDictionary(section, entry);
        else if (ElementOf(type, typeof(IReadOnlyList<>)) is { } item) value = ReadList(section, item);
        else if (ScalarParser.Handles(type)) return TryReadScalar(section, type, nullable, out value);
        else value = Bind(section, type);
        return value is not null;
    }

    private bool TryReadScalar(IConfigurationSection section, Type type, bool nullable, out object? value)
    {
        value = null;
        if (section.GetChildren().Any())
        {
            Fault(section, "needs a value, not keys of its own");
            return false;
        }
        var text = type == typeof(RawText) ? section.Value : section.Value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            if (!nullable) Fault(section, "must not be empty");
            return nullable;
        }
        value = ScalarParser.Parse(type, text, out var fault);
        if (fault is not null) Fault(section, fault);
        return fault is null;
    }

    private System.Collections.IDictionary ReadDictionary(IConfigurationSection section, Type type)
    {
        var entries = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), type), StringComparer.OrdinalIgnoreCase)!;
        if (section.Value is { Length: > 0 }) Fault(section, "needs named entries, not a value");
        foreach (var child in section.GetChildren())
        {
            if (TryRead(child, type, nullable: false, out var entry)) entries[child.Key] = entry;
        }
        return entries;
    }

    /// <summary>Null, so that the default stays, when no item is given.</summary>
    private System.Collections.IList? ReadList(IConfigurationSection section, Type type)
    {
        if (section.Value is { Length: > 0 }) Fault(section, $"is a list: set {section.Key}:0, {section.Key}:1 and so on");
        var children = section.GetChildren().ToList();
        if (children.Count == 0) return null;
        var items = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var child in children)
        {
            if (!int.TryParse(child.Key, out _)) Fault(child, "is below a list, whose keys are 0, 1 and so on");
            else if (TryRead(child, type, nullable: false, out var item)) items.Add(item);
        }
        return items;
    }

    private static Type? ElementOf(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[^1] : null;
}
