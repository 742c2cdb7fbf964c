using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of an options record: its properties with a public setter, and those it only announces.</summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Shapes = new();

    private RecordShape(Type type)
    {
        Type = type;
        var nullability = new NullabilityInfoContext();
        Keys = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => new Key(
                property,
                nullability.Create(property).WriteState != NullabilityState.NotNull,
                property.IsDefined(typeof(RequiredMemberAttribute))))
            .ToDictionary(key => key.Property.Name, StringComparer.OrdinalIgnoreCase);
        NotSupportedYet = new HashSet<string>(
            type.GetCustomAttribute<NotSupportedYetAttribute>()?.Keys ?? [], StringComparer.OrdinalIgnoreCase);
    }

    public Type Type { get; }

    public IReadOnlyDictionary<string, Key> Keys { get; }

    public IReadOnlySet<string> NotSupportedYet { get; }

    public static RecordShape Of(Type type) => Shapes.GetOrAdd(type, static type => new RecordShape(type));

    internal sealed record Key(PropertyInfo Property, bool Nullable, bool Required);
}
