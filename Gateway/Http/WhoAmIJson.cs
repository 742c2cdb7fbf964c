using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketGateway.Gateway.Http;

/// <summary>How <see cref="WhoAmI"/> is written.</summary>
[JsonSerializable(typeof(WhoAmI))]
internal sealed partial class WhoAmIJson : JsonSerializerContext
{
    /// <summary>The answer is never part of a page, so that the arrow of a socket pair may stand as it is.</summary>
    public static WhoAmIJson Plain { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
