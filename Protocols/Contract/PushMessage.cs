using System.Text;
using System.Text.Json;

namespace SocketGateway.Protocols.Contract;

/// <summary>A message pushed to a connection: a value, so that it can wait, be repeated to a new incarnation, and cross to another node.</summary>
/// <param name="Type">The full name of the type the payload was made from; empty for plain bytes.</param>
/// <param name="Payload">The bytes: UTF-8 JSON of that type, or the plain bytes.</param>
public sealed record PushMessage(string Type, ReadOnlyMemory<byte> Payload)
{
    /// <summary>A push of plain text, as UTF-8.</summary>
    public static PushMessage FromText(string text) => new("", Encoding.UTF8.GetBytes(text));

    /// <summary>A push of a value, as JSON.</summary>
    public static PushMessage From<T>(T value) => new(typeof(T).FullName ?? typeof(T).Name, JsonSerializer.SerializeToUtf8Bytes(value));

    /// <summary>The payload as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>Reads the payload as a <typeparamref name="T"/> when that is what was sent.</summary>
    public bool TryRead<T>(out T? value)
    {
        var matches = Type == (typeof(T).FullName ?? typeof(T).Name);
        value = matches ? JsonSerializer.Deserialize<T>(Payload.Span) : default;
        return matches;
    }
}
