using System.Net.Security;
using System.Security.Authentication;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Tests.Contract;

/// <summary>Rule 4: StartTls ends the epoch, and input that was not consumed is never a session's.</summary>
public sealed class ConnectionLedgerTlsTests
{
    private static readonly TlsInfo Agreed = new(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384);

    private static CommitEffects StartTls => new() { StartTls = true };

    [Fact]
    public void A_tls_connection_opens_its_session_after_the_handshake_and_reads_nothing_before()
    {
        var harness = new LedgerHarness(tls: true);
        Assert.Empty(harness.Opens);
        Assert.Equal(["tls "], harness.Asked);
        harness.Ledger.Secured(Agreed, 5);
        Assert.Equal((StartKind.New, Agreed), (harness.LastOpen.Start, harness.LastOpen.Connection.Tls));
        Assert.Equal(["tls ", "read 0"], harness.Asked);
    }

    [Fact]
    public void A_commit_that_starts_tls_ends_the_epoch_and_gives_what_it_did_not_consume_to_the_handshake()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Receive("AUTH\n\u0016hello");
        harness.Commit(consume: 5, output: "go\n", effects: StartTls);
        Assert.Equal("write 0 go\n", harness.Asked[^2]);
        Assert.Equal("tls \u0016hello reading", harness.Asked[^1]);
        Assert.Equal("replaced", harness.SentToEpoch<SessionProtocol.Ended>().Single().Reason);
        Assert.Equal((LedgerPhase.Securing, 1), (harness.Ledger.Phase, harness.Ledger.Epoch));
        harness.Ledger.Secured(Agreed, 5);
        Assert.Equal((StartKind.Resumed, 2, Agreed, false), (harness.LastOpen.Start, harness.LastOpen.Epoch, harness.LastOpen.Connection.Tls, harness.LastOpen.Connection.CanStartTls));
        harness.AnswerOpen(5);
        Assert.Equal("", harness.InputOfEpoch());
        Assert.Equal(5, harness.LastOpen.Channels[0].InputOffset);
        harness.Receive("secret");
        Assert.Equal((5L, "secret"), (harness.SentToEpoch<SessionProtocol.Input>().Single().Offset, harness.InputOfEpoch()));
    }

    [Fact]
    public void Output_before_the_handshake_is_still_acknowledged_and_counts_against_the_window()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Receive("a");
        harness.Commit(consume: 1, output: "go\n", effects: StartTls);
        Assert.Equal(3, harness.Ledger.Client.Unacknowledged);
        harness.Written(0, 1);
        Assert.Equal(0, harness.Ledger.Client.Unacknowledged);
        harness.Ledger.Secured(Agreed, 2);
        Assert.Equal(3 + 65536, harness.LastOpen.Channels[0].Credit);
    }

    [Fact]
    public void What_happens_meanwhile_waits_for_the_session_that_follows()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Receive("a");
        var effects = StartTls;
        effects.Timers.Add(("t", TimeSpan.FromMilliseconds(10)));
        harness.Commit(consume: 1, effects: effects);
        Assert.True(harness.Ledger.Push(new PushMessage("p", default)));
        harness.RunUntil(20);
        harness.Ledger.Drain(TimeSpan.FromSeconds(1), 20);
        Assert.Empty(harness.SentToEpoch<SessionProtocol.Event>());
        harness.Ledger.Secured(Agreed, 30);
        harness.AnswerOpen(30);
        Assert.Equal(2, harness.SentToEpoch<SessionProtocol.Event>().Count());
        Assert.Single(harness.SentToEpoch<SessionProtocol.Draining>());
    }

    [Fact]
    public void A_handshake_that_fails_ends_the_connection_with_fin_and_its_reason()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Receive("aNOOP");
        harness.Commit(consume: 1, output: "go", effects: StartTls);
        harness.Ledger.NotSecured(CloseReasons.TlsInjection, 1);
        Assert.DoesNotContain("shutdown 0", harness.Asked);
        harness.Written(0, 2);
        Assert.Equal("shutdown 0", harness.Asked[^1]);
        harness.Ledger.ChannelDown(0, orderly: true, "", 3);
        Assert.Equal(CloseReasons.TlsInjection, harness.EndReason);
        Assert.Single(harness.Opens);
    }

    [Fact]
    public void A_client_that_is_gone_during_the_handshake_ends_the_connection()
    {
        var harness = new LedgerHarness(tls: true);
        harness.Ledger.ChannelDown(0, orderly: false, CloseReasons.ConnectionReset, 1);
        Assert.Equal(CloseReasons.ConnectionReset, harness.EndReason);
        harness.Ledger.Secured(Agreed, 2);
        Assert.Empty(harness.Opens);
    }

    [Fact]
    public void A_kick_during_the_handshake_resets()
    {
        var harness = new LedgerHarness(tls: true);
        harness.Ledger.End(CloseReasons.Kicked, 1);
        Assert.Equal("reset 0", harness.Asked[^1]);
        Assert.Equal(CloseReasons.Kicked, harness.EndReason);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Tls_without_a_certificate_or_a_client_never_begins(bool canStartTls, bool ended)
    {
        var harness = LedgerHarness.Serving(canStartTls: canStartTls);
        harness.Receive("a");
        if (ended) harness.Ledger.InputEnded(0, 0);
        harness.Commit(consume: 1, effects: StartTls);
        Assert.DoesNotContain(harness.Asked, asked => asked.StartsWith("tls", StringComparison.Ordinal));
        harness.Ledger.ChannelDown(0, orderly: true, "", 3);
        Assert.Equal(CloseReasons.TlsHandshakeFailed, harness.EndReason);
    }

    [Fact]
    public void A_close_in_the_same_commit_wins()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        var effects = StartTls;
        effects.Close = "";
        harness.Commit(effects: effects);
        Assert.Equal(LedgerPhase.Closing, harness.Ledger.Phase);
    }

    [Fact]
    public void A_session_of_before_has_no_say_any_more()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Receive("a");
        harness.Commit(consume: 1, effects: StartTls);
        harness.Commit(output: "late");
        harness.Ledger.Lost(1, "gone", 1);
        harness.Fail(1);
        harness.Ledger.Stopped(1, 1);
        Assert.Equal((LedgerPhase.Securing, 1), (harness.Ledger.Phase, harness.Ledger.Epoch));
        Assert.DoesNotContain("write 0 late", harness.Asked);
    }

    [Fact]
    public void Channels_are_asked_for_with_tls()
    {
        var harness = LedgerHarness.Serving(canStartTls: true);
        harness.Ledger.OpenChannel(new SessionProtocol.OpenChannel(1, 1, tls: true));
        var effects = new CommitEffects();
        effects.Connects.Add((2, new(System.Net.IPAddress.Loopback, 4000), true));
        harness.Commit(effects: effects);
        Assert.Contains("listen 1 tls", harness.Asked);
        Assert.Contains("connect 2 tls", harness.Asked);
    }
}
