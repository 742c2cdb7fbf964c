using System.Text;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Text that goes over a wire as it is given, with the line ends and blanks at its ends; other values lose these when they are read.</summary>
internal sealed record RawText(string Value)
{
    /// <summary>In UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(Value);
}
