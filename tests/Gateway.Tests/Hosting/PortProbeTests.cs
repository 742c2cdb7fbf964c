using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SocketGateway.Actors.Listeners;
using SocketGateway.Gateway.Hosting;
using SocketGateway.Gateway.Tests.Configuration;

namespace SocketGateway.Gateway.Tests.Hosting;

/// <summary>What is a conflict, and what a process to take over from.</summary>
public sealed class PortProbeTests : IDisposable
{
    private readonly List<Socket> _others = [];

    public void Dispose() => _others.ForEach(other => other.Dispose());

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void A_port_in_use_is_taken_over_when_both_share_it_and_with_it_the_admin_endpoint(bool theyShare, bool weShare, bool isTakenOver)
    {
        if (!OperatingSystem.IsLinux()) return;
        var (traffic, admin) = (Listen(theyShare), Listen(isShared: false));
        var ports = Check(traffic.Port, admin.Port, weShare);
        Assert.Equal(isTakenOver ? [traffic] : [], ports.Shared);
        Assert.Equal(isTakenOver ? [] : ["SocketGateway:Listeners:a:Port", "SocketGateway:Admin:Url"], ports.Faults.Select(fault => fault.Key));
    }

    [Fact]
    public void An_admin_endpoint_in_use_is_a_fault_when_there_is_nobody_to_take_over_from()
    {
        if (!OperatingSystem.IsLinux()) return;
        var ports = Check(FreePorts.One(), Listen(isShared: false).Port, weShare: true);
        Assert.Empty(ports.Shared);
        Assert.Equal("SocketGateway:Admin:Url", Assert.Single(ports.Faults).Key);
    }

    private static ProbedPorts Check(int traffic, int admin, bool weShare) => PortProbe.Check(Configured.Options(
        ("Listeners:a:Port", traffic.ToString(CultureInfo.InvariantCulture)),
        ("Admin:Url", $"http://127.0.0.1:{admin}"),
        ("ReusePort", weShare ? "true" : "false")));

    private IPEndPoint Listen(bool isShared)
    {
        var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _others.Add(other);
        if (isShared) ListeningSocket.Share(other);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        return (IPEndPoint)other.LocalEndPoint!;
    }
}
