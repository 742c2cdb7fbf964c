using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Protocols.Tests.Telnet;

public class LoginTests
{
    [Fact]
    public void A_login_asks_for_name_and_password_and_never_shows_the_password()
    {
        var conversation = new Conversation(login: true).Start();
        conversation.Agree();
        Assert.Equal("alice\r\nPassword: ", conversation.Type("alice\r\n"));
        Assert.Equal("", conversation.Type("open sesame"));
        Assert.Equal("\r\n", conversation.Type("\r\n"));
        Assert.Equal(new LoginState { Stage = LoginStage.Accepted, UserName = "alice" }, conversation.Login);
        Assert.Equal("help\r\n[help]\r\n> ", conversation.Type("help\r\n"));
    }

    [Fact]
    public void A_password_that_comes_in_one_packet_with_the_name_is_not_shown_either()
    {
        var conversation = new Conversation(login: true).Start();
        conversation.Agree();
        Assert.Equal("alice\r\nPassword: \r\nwho\r\n[who]\r\n> ", conversation.Type("alice\r\nopen sesame\r\nwho\r\n"));
    }

    [Fact]
    public void Three_failures_are_refused_and_an_interrupt_forgets_none()
    {
        var conversation = new Conversation(login: true).Start();
        conversation.Agree();
        Assert.Equal("a\r\nPassword: \r\nLogin incorrect\r\nlogin: ", conversation.Type("a\rwrong\r"));
        Assert.Equal("b^C\r\nlogin: ", conversation.Type("b\x03"));
        Assert.Equal("a\r\nPassword: \r\nlogin: ", conversation.Type("a\rwro\x03"));
        Assert.Equal("\r\nlogin: ", conversation.Type("\r"));
        conversation.Type("a\rwrong\r");
        Assert.Equal("a\r\nPassword: \r\nLogin incorrect\r\n", conversation.Type("a\rwrong\r"));
        Assert.Equal(LoginStage.Refused, conversation.Login!.Stage);
        Assert.Equal("", conversation.Login.UserName);
    }

    [Fact]
    public void A_line_above_its_bound_is_no_name_and_no_password()
    {
        Assert.Equal(LoginStage.UserName, Login.OnLine(new(), new("x", Truncated: true)).State.Stage);
        var step = Login.OnLine(new() { Stage = LoginStage.Password }, new("x", Hidden: true, Truncated: true));
        Assert.Null(step.Password);
        Assert.Equal(1, step.State.Failures);
    }

    [Fact]
    public void A_password_that_was_not_checked_costs_no_attempt_and_a_locked_out_client_gets_none()
    {
        var asked = new LoginState { Stage = LoginStage.Password, UserName = "a", Failures = 1 };
        Assert.Equal(new LoginStep(new LoginState { Failures = 1 }, "Too many logins at this moment\r\nlogin: "), Login.OnBusy(asked));
        var refused = new LoginState { Stage = LoginStage.Refused, Failures = 1 };
        Assert.Equal(new LoginStep(refused, "Too many failed logins, try again later\r\n"), Login.OnLockedOut(asked));
        Assert.Equal(LoginStage.Refused, Login.OnLockedOut(new()).State.Stage);
    }

    [Fact]
    public void A_peer_that_works_by_lines_is_asked_to_leave_the_echo_while_it_types_a_password()
    {
        var conversation = new Conversation(login: true).Start();
        conversation.Receive([255, 254, 1, 255, 254, 3, 255, 251, 31]);
        byte[] Said(string typed)
        {
            var before = conversation.Output.Length;
            conversation.Type(typed);
            return conversation.Output[before..];
        }

        Assert.Equal([.. "Password: "u8, 255, 251, 1], Said("alice\r\n"));
        conversation.Receive([255, 253, 1]);
        Assert.Equal([.. "\r\n"u8, 255, 252, 1], Said("open sesame\r\n"));
        conversation.Receive([255, 254, 1]);
        Assert.Equal("[help]\r\n> ", conversation.Type("help\r\n"));
        Assert.False(conversation.State.Echoes);
    }

    [Fact]
    public void A_peer_that_never_negotiates_is_asked_for_the_echo_once_however_often_it_logs_in()
    {
        var conversation = new Conversation(login: true).Start();
        conversation.Type("al\nwrong\nal\nwrong\nal\nwrong\n");
        Assert.Equal(1, conversation.Text.Split("\u00ff\u00fb\u0001").Length - 1);
    }

    [Fact]
    public void What_is_over_stays_over()
    {
        foreach (var stage in new[] { LoginStage.Accepted, LoginStage.Refused })
        {
            var state = new LoginState { Stage = stage, UserName = "a" };
            Assert.Equal(new LoginStep(state, ""), Login.OnLine(state, new("x")));
            Assert.Equal(new LoginStep(state, ""), Login.OnChecked(state, accepted: true));
            Assert.Equal(new LoginStep(state, ""), Login.OnInterrupt(state));
            Assert.Equal(new LoginStep(state, ""), Login.OnBusy(state));
            Assert.Equal(new LoginStep(state, ""), Login.OnLockedOut(state));
        }
        Assert.Equal(LoginStage.UserName, Login.OnChecked(new(), accepted: true).State.Stage);
    }
}
