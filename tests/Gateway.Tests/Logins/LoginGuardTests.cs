using System.Net;
using Microsoft.Extensions.Configuration;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;
using SocketGateway.Gateway.Logins;
using SocketGateway.Gateway.Tests.Configuration;

namespace SocketGateway.Gateway.Tests.Logins;

public sealed class LoginGuardTests
{
    private const string Secret = "open sesame";

    private static readonly string Hash = UserDirectory.Hash(Secret);
    private static readonly IPAddress Stranger = new([203, 0, 113, 7]);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_right_password_is_accepted_at_once_and_a_wrong_one_waits()
    {
        var guard = Guard();
        var accepted = await VerifyAsync(guard, Secret);
        Assert.Equal((LoginVerdict.Accepted, "alice", TimeSpan.Zero), (accepted.Verdict, accepted.User?.Name, accepted.Delay));
        Assert.Equal(new LoginAnswer(LoginVerdict.Wrong, null, Seconds(1)), await VerifyAsync(guard, "wrong"));
        Assert.Equal(new LoginAnswer(LoginVerdict.Wrong, null, Seconds(1)), await VerifyAsync(guard, Secret, name: "nobody"));
    }

    [Fact]
    public async Task Who_may_not_log_in_here_gets_the_answer_to_a_wrong_password()
    {
        var guard = Guard(("Logins:LockOutAfter", "1"));
        Assert.Equal(new LoginAnswer(LoginVerdict.Wrong, null, Seconds(1)), await guard.VerifyAsync(Stranger, "alice", Secret, _ => false, default));
        Assert.True(guard.IsLockedOut(Stranger));
    }

    [Fact]
    public async Task An_address_is_locked_out_after_repeated_failures_whatever_the_names_and_others_are_not()
    {
        var guard = Guard(("Logins:LockOutAfter", "3"));
        foreach (var name in new[] { "alice", "nobody", "somebody" })
        {
            Assert.False(guard.IsLockedOut(Stranger));
            await VerifyAsync(guard, "wrong", name: name);
        }

        Assert.True(guard.IsLockedOut(Stranger));
        Assert.Equal(LoginVerdict.LockedOut, (await VerifyAsync(guard, Secret)).Verdict);
        Assert.Equal(LoginVerdict.Accepted, (await VerifyAsync(guard, Secret, client: "203.0.113.8")).Verdict);

        // Trying during the lock-out does not prolong it.
        _time.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(LoginVerdict.LockedOut, (await VerifyAsync(guard, Secret)).Verdict);
        _time.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(LoginVerdict.Accepted, (await VerifyAsync(guard, Secret)).Verdict);
    }

    [Fact]
    public async Task A_success_does_not_forgive_the_failures_of_its_address()
    {
        var guard = Guard(("Logins:LockOutAfter", "2"));
        await VerifyAsync(guard, "wrong");
        await VerifyAsync(guard, Secret);
        await VerifyAsync(guard, "wrong");
        Assert.True(guard.IsLockedOut(Stranger));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::ffff:2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    public async Task An_address_is_an_IPv4_address_or_an_IPv6_network(string failing, string other, bool isLocked)
    {
        var guard = Guard(("Logins:LockOutAfter", "1"));
        await VerifyAsync(guard, "wrong", client: failing);
        Assert.Equal(isLocked, guard.IsLockedOut(IPAddress.Parse(other)));
    }

    [Fact]
    public async Task A_name_that_is_attacked_from_everywhere_slows_down_right_or_wrong_and_is_never_locked()
    {
        foreach (var name in new[] { "alice", "nobody" })
        {
            var guard = Guard(("Logins:SlowAfter", "3"), ("Logins:MaxDelay", "00:00:05"));
            var delays = new List<double>();
            for (var i = 0; i < 7; i++) delays.Add((await VerifyAsync(guard, "wrong", name, $"203.0.113.{i}")).Delay.TotalSeconds);
            Assert.Equal([1, 1, 1, 2, 4, 5, 5], delays);
            Assert.Equal(TimeSpan.Zero, (await VerifyAsync(guard, Secret, "bob")).Delay);
            if (name == "nobody") continue;
            var accepted = await VerifyAsync(guard, Secret);
            Assert.Equal((LoginVerdict.Accepted, Seconds(5)), (accepted.Verdict, accepted.Delay));
            Assert.Equal(TimeSpan.Zero, (await VerifyAsync(guard, Secret)).Delay);
        }
    }

    [Fact]
    public async Task Zeros_turn_it_off()
    {
        var guard = Guard(("Logins:LockOutAfter", "0"), ("Logins:SlowAfter", "0"), ("Logins:FailureDelay", "00:00:00"));
        for (var i = 0; i < 12; i++) Assert.Equal(new LoginAnswer(LoginVerdict.Wrong, null, TimeSpan.Zero), await VerifyAsync(guard, "wrong"));
    }

    [Fact]
    public async Task Of_a_flood_from_one_address_most_is_refused_unchecked_and_another_address_gets_its_turn()
    {
        var guard = Guard(("Logins:LockOutAfter", "20"));
        var flood = Enumerable.Range(0, 500).Select(_ => VerifyAsync(guard, "wrong")).ToList();
        var other = await VerifyAsync(guard, Secret, client: "203.0.113.8");
        Assert.Equal(LoginVerdict.Accepted, other.Verdict);
        Assert.InRange(flood.Count(f => !f.IsCompleted), 15, 500);
        var verdicts = (await Task.WhenAll(flood)).CountBy(a => a.Verdict).ToDictionary();
        Assert.InRange(verdicts[LoginVerdict.Wrong], 20, 20 + Environment.ProcessorCount);
        Assert.InRange(verdicts[LoginVerdict.Busy], 400, 480);
        Assert.True(guard.IsLockedOut(Stranger));
    }

    [Theory]
    [InlineData("Logins:LockOutAfter", "-1", "must not be negative; 0 locks nobody out")]
    [InlineData("Logins:SlowAfter", "-1", "must not be negative; 0 slows nobody down")]
    [InlineData("Logins:LockOutTime", "00:00:00", "must be above 0 and at most 49 days")]
    [InlineData("Logins:FailureDelay", "-00:00:01", "must be from 0 to 30 s")]
    [InlineData("Logins:MaxDelay", "00:00:31", "must be from 0 to 30 s")]
    public void Bad_settings_are_faults(string key, string value, string fault) => Assert.Equal(fault, Configured.FaultOf(key, (key, value)));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static Task<LoginAnswer> VerifyAsync(LoginGuard guard, string password, string name = "alice", string client = "203.0.113.7") =>
        guard.VerifyAsync(IPAddress.Parse(client), name, password, _ => true, default).AsTask();

    private LoginGuard Guard(params (string, string?)[] settings)
    {
        var options = Configured.Options([("Users:alice:PasswordHash", Hash), ("Users:bob:PasswordHash", Hash), .. settings]);
        return new LoginGuard(UserDirectory.For(options), new GatewayStart(options, new ServiceTypeCatalog(), (IConfigurationRoot)new ConfigurationBuilder().Build(), []), _time);
    }
}
