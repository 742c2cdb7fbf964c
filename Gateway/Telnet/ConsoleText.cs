using System.Globalization;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Gateway.Telnet;

/// <summary>How the console writes values.</summary>
internal static class ConsoleText
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>Bytes with at most four digits.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        for (; bytes >= 1024 && unit < Units.Length - 1; unit++) bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    public static string Time(TimeSpan time) => time.ToString(time.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    public static string Word(HeldUpBy who) => who switch
    {
        HeldUpBy.Client => "client",
        HeldUpBy.Service => "service",
        HeldUpBy.Limit => "limit",
        _ => "nobody",
    };
}
