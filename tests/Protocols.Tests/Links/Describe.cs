using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SocketGateway.Protocols.Tests.Links;

/// <summary>Everything that a message holds, as text: messages are classes that do not compare their contents, and a property that is added later is in here by itself.</summary>
internal static class Describe
{
    public static string All(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        IPEndPoint endPoint => $"{endPoint}",
        ActivityContext trace => $"{trace.TraceId}/{trace.SpanId}/{trace.TraceFlags}/{trace.TraceState}",
        TimeSpan time => time.Ticks.ToString(CultureInfo.InvariantCulture),
        Enum or IFormattable { } and not ITuple => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => All(tuple[i])))})",
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(All))}]",
        _ => $"{value.GetType().Name} {{ {string.Join(", ", Properties(value))} }}",
    };

    private static IEnumerable<string> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name} = {All(p.GetValue(value))}");
}
