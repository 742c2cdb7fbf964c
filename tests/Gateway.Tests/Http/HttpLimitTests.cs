using Microsoft.AspNetCore.Server.Kestrel.Core;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Tests.Configuration;

namespace SocketGateway.Gateway.Tests.Http;

public sealed class HttpLimitTests
{
    [Theory]
    [InlineData("MaxRequestBodySize", "-1", "")]
    [InlineData("MaxRequestBodySize", "large", "not a whole number")]
    [InlineData("MaxRequestLineSize", "0", "")]
    [InlineData("MaxRequestHeadersTotalSize", "0", "")]
    [InlineData("MaxRequestHeaderCount", "-1", "")]
    [InlineData("MaxResponseBufferSize", "-1", "")]
    [InlineData("MaxConcurrentUpgradedConnections", "-1", "")]
    [InlineData("KeepAliveTimeout", "00:00:00", "")]
    [InlineData("RequestHeadersTimeout", "-00:00:01", "")]
    [InlineData("RequestHeaderTimeout", "00:00:01", "did you mean RequestHeadersTimeout?")]
    [InlineData("MinRequestBodyDataRate:BytesPerSecond", "-1", "", "MinRequestBodyDataRate")]
    [InlineData("MinResponseDataRate:GracePeriod", "00:00:01", "", "MinResponseDataRate")]
    [InlineData("MinResponseDataRate:Bytes", "1", "unknown key")]
    [InlineData("Http2:MaxStreamsPerConnection", "0", "")]
    [InlineData("Http2:HeaderTableSize", "-1", "")]
    [InlineData("Http2:MaxFrameSize", "16383", "")]
    [InlineData("Http2:MaxRequestHeaderFieldSize", "0", "")]
    [InlineData("Http2:InitialConnectionWindowSize", "65534", "")]
    [InlineData("Http2:InitialStreamWindowSize", "0", "")]
    [InlineData("Http2:KeepAlivePingDelay", "00:00:00.5", "")]
    [InlineData("Http2:KeepAlivePingTimeout", "00:00:00.5", "")]
    [InlineData("Http3:Any", "1", "unknown key", "Http3")]
    public void What_Kestrel_would_not_take_is_a_fault_of_its_key(string key, string value, string why, string? at = null)
    {
        var message = Configured.FaultOf($"Services:site:Limits:{at ?? key}", ("Services:site:Type", "Http"), ($"Services:site:Limits:{key}", value));
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unset_they_are_Kestrels()
    {
        var (kestrel, ours) = (new KestrelServerLimits(), new KestrelServerLimits());
        Limits(("Services:site:Type", "Http")).Apply(ours);
        kestrel.MaxRequestBufferSize = null;
        Assert.Equivalent(kestrel, ours);
    }

    [Fact]
    public void Set_they_reach_Kestrel()
    {
        var limits = new KestrelServerLimits();
        Limits(
            ("Services:site:Type", "Http"),
            ("Services:site:Limits:MaxRequestBodySize", ""),
            ("Services:site:Limits:MaxRequestLineSize", "9"),
            ("Services:site:Limits:MinResponseDataRate:BytesPerSecond", "0"),
            ("Services:site:Limits:MinRequestBodyDataRate:GracePeriod", "00:00:09"),
            ("Services:site:Limits:Http2:MaxStreamsPerConnection", "3")).Apply(limits);
        Assert.Null(limits.MaxRequestBodySize);
        Assert.Null(limits.MinResponseDataRate);
        Assert.Equal((9, 3, TimeSpan.FromSeconds(9)), (limits.MaxRequestLineSize, limits.Http2.MaxStreamsPerConnection, limits.MinRequestBodyDataRate!.GracePeriod));
    }

    private static HttpLimitOptions Limits(params (string Key, string? Value)[] settings) => ((StaticSiteOptions)Configured.Options(settings).Services["site"].Settings!).Limits;
}
