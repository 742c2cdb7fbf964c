using System.ComponentModel;
using System.Globalization;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Reads a <see cref="PassivePortRange"/> from configuration.</summary>
internal sealed class PassivePortRangeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        PassivePortRange.Parse((string)value);
}
