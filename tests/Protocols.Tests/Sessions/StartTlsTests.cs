using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Sessions;

namespace SocketGateway.Protocols.Tests.Sessions;

/// <summary>A session asks for TLS, as its author tests it.</summary>
public sealed class StartTlsTests
{
    [Fact]
    public void A_session_goes_on_under_tls_from_its_state()
    {
        var harness = new SessionHarness(() => new UpgradingSession(), canStartTls: true);
        harness.Send("a\r\nTLS\r\n");
        harness.Send("b\r\n");
        Assert.Equal("1 a clear\r\ngo ahead\r\n3 b TLS 1.3 TLS_AES_256_GCM_SHA384\r\n", harness.Output);
        Assert.Equal(2, harness.Epoch);
        Assert.Equal("1.3", harness.Tls?.Version);
    }

    [Fact]
    public void Crashes_change_nothing() => new SessionHarness(() => new UpgradingSession(), canStartTls: true)
        .CrashEverywhere(new SessionScript().Send("a\r\n").Send("TLS\r\n").Send("b\r\nc\r\n").SendEnd());

    [Fact]
    public void Where_it_arrives_in_pieces_changes_nothing() => new SessionHarness(() => new UpgradingSession(), canStartTls: true)
        .SplitEverywhere(new SessionScript().Send("a\r\nTLS\r\n").Send("b\r\nc\r\n").SendEnd());

    [Theory]
    [InlineData("TLS\r\nb\r\n")]
    [InlineData("TLS\r\nb")]
    public void Clear_text_behind_the_request_is_never_read(string pipelined)
    {
        var harness = new SessionHarness(() => new UpgradingSession(), canStartTls: true);
        harness.Send(pipelined);
        Assert.Equal(("go ahead\r\n", CloseReasons.TlsInjection), (harness.Output, harness.CloseReason));
    }

    [Fact]
    public void Where_it_is_impossible_the_author_hears_of_it_at_the_call()
    {
        var harness = new SessionHarness(() => new UpgradingSession());
        harness.Send("TLS\r\n");
        harness.Advance(TimeSpan.FromSeconds(10));
        Assert.All(harness.Failures, failure => Assert.IsType<InvalidOperationException>(failure));
        Assert.Equal(CloseReasons.PoisonInput, harness.CloseReason);
        harness = new SessionHarness(() => new UpgradingSession(), canStartTls: true);
        harness.Send("TLS\r\n");
        harness.Send("TLS\r\n");
        Assert.IsType<InvalidOperationException>(harness.Failures[0]);
    }

    [Theory]
    [InlineData("LISTEN\r\n")]
    [InlineData("CONNECT\r\n")]
    public void Channels_under_tls_need_a_certificate(string line)
    {
        var harness = new SessionHarness(() => new UpgradingSession());
        harness.Send(line);
        Assert.IsType<InvalidOperationException>(harness.Failures[0]);
    }

    private sealed record Lines(int Count = 0);

    private sealed class UpgradingSession : LineSession<Lines>
    {
        protected override async ValueTask OnLineAsync(string line, CancellationToken stop)
        {
            State = State with { Count = State.Count + 1 };
            switch (line)
            {
                case "TLS":
                    StartTls();
                    WriteLine("go ahead");
                    break;
                case "LISTEN":
                    await ListenAsync(tls: true);
                    break;
                case "CONNECT":
                    Connect(new(System.Net.IPAddress.Loopback, 1), tls: true);
                    break;
                default:
                    WriteLine($"{State.Count} {line} {Connection.Tls?.ToString() ?? "clear"}");
                    break;
            }
        }
    }
}
