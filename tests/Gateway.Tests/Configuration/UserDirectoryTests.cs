using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Tests.Configuration;

public sealed class UserDirectoryTests
{
    [Fact]
    public void A_user_logs_in_with_the_right_password_only()
    {
        var users = UserDirectory.For(Configured.Options(
            ("Users:alice:PasswordHash", UserDirectory.Hash("secret")), ("Users:alice:Home", "alice"), ("Users:alice:Roles:0", "operator")));

        var alice = users.Verify("alice", "secret");
        Assert.Equal(("alice", "alice", true), (alice?.Name, alice?.Home, alice?.IsOperator));
        Assert.Null(users.Verify("alice", "Secret"));
        Assert.Null(users.Verify("alice", ""));
        Assert.Null(users.Verify("bob", "secret"));
        Assert.Null(users.Verify("operator", "secret"));
        Assert.Null(users.GeneratedPassword);
    }

    [Fact]
    public void Without_users_on_loopback_there_is_an_operator_with_a_random_password()
    {
        var first = UserDirectory.For(Configured.Options());
        var second = UserDirectory.For(Configured.Options());

        Assert.True(first.GeneratedPassword!.Length >= 20);
        Assert.NotEqual(first.GeneratedPassword, second.GeneratedPassword);
        Assert.True(first.Verify("operator", first.GeneratedPassword)!.IsOperator);
        Assert.Null(first.Verify("operator", second.GeneratedPassword!));
    }

    [Fact]
    public void Without_users_and_exposed_nobody_logs_in()
    {
        var result = Configured.With(("Address", "0.0.0.0"));
        var users = UserDirectory.For(result.Options!);

        Assert.Null(users.GeneratedPassword);
        Assert.Empty(users.Names);
        Assert.Null(users.Verify("operator", ""));
        Assert.Contains(result.Warnings, warning => warning.Contains("Logins are refused", StringComparison.Ordinal));
    }

    [Fact]
    public void An_absurdly_long_password_is_refused()
    {
        var password = new string('x', 5000);
        var users = UserDirectory.For(Configured.Options(("Users:a:PasswordHash", UserDirectory.Hash(password))));
        Assert.Null(users.Verify("a", password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("c2VjcmV0IHNlY3JldA==")]
    public void What_is_no_hash_is_told_from_one(string text)
    {
        Assert.False(UserDirectory.IsHash(text));
        Assert.True(UserDirectory.IsHash(UserDirectory.Hash(text)));
    }
}
