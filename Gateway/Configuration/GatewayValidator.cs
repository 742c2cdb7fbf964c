using System.Net;
using SocketGateway.Gateway.Pty;

namespace SocketGateway.Gateway.Configuration;

/// <summary>Checks what the types of the options cannot say: ranges, and values that contradict each other.</summary>
internal sealed class GatewayValidator(GatewayOptions options, ICollection<ConfigurationFault> faults, ICollection<string> warnings)
{
    /// <summary>What the timers of the platform can hold.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>What <see cref="IsName"/> asks, in words.</summary>
    public const string NameRule = "a name has at most 64 letters, digits, '-', '_' and '.', and starts with a letter or digit";

    public void Check()
    {
        if (options.PortOffset < 0) Fault("PortOffset", "must not be negative");
        if (options.ReusePort && !OperatingSystem.IsLinux()) Fault("ReusePort", "needs Linux: elsewhere no port can be handed to another process without losing clients");
        CheckFlow(options.Flow);
        CheckLogins(options.Logins);
        AtLeastOne("Limits:MaxConnections", options.Limits.MaxConnections);
        foreach (var (key, time) in new[]
        {
            ("Drain:ReadyDelay", options.Drain.ReadyDelay),
            ("Drain:Deadline", options.Drain.Deadline),
            ("Drain:CloseSpread", options.Drain.CloseSpread),
        })
        {
            if (time < TimeSpan.Zero || time > LongestTimer) Fault(key, "must be from 0 to 49 days");
        }
        foreach (var (name, service) in options.Services) CheckService(name, service);
        foreach (var (name, user) in options.Users) CheckUser(name, user);
        new ListenerValidator(options, Fault, Positive, warnings.Add).Check();
        CheckAdmin(options.Admin.Url);
        CheckHealth(options.Admin.HealthUrl);
        new ClusterValidator(options, Fault, warnings.Add).Check();
    }

    /// <summary>Whether a name can stand in actor paths, metrics and keys.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private void CheckFlow(FlowOptions flow)
    {
        AtLeastOne("Flow:InputWindow", flow.InputWindow);
        AtLeastOne("Flow:OutputWindow", flow.OutputWindow);
        AtLeastOne("Flow:MaxCommit", flow.MaxCommit);
        if (flow.MaxState is < 0 or > FlowOptions.MaxStateLimit)
            Fault("Flow:MaxState", $"must be from 0 to {FlowOptions.MaxStateLimit} (1 MiB)");
        Positive("Flow:StepTimeout", flow.StepTimeout);
        if (flow.MaxBufferedBytes < flow.MaxPerConnection)
        {
            Fault(
                "Flow:MaxBufferedBytes",
                $"must be at least {flow.MaxPerConnection}, what one connection may buffer (InputWindow + OutputWindow + MaxCommit + MaxState)");
        }
    }

    private void CheckLogins(LoginOptions logins)
    {
        if (logins.LockOutAfter < 0) Fault("Logins:LockOutAfter", "must not be negative; 0 locks nobody out");
        if (logins.SlowAfter < 0) Fault("Logins:SlowAfter", "must not be negative; 0 slows nobody down");
        Positive("Logins:LockOutTime", logins.LockOutTime);

        // A client waits with its connection open, and its service may give a login no more than a minute.
        foreach (var (key, delay) in new[] { ("FailureDelay", logins.FailureDelay), ("MaxDelay", logins.MaxDelay) })
        {
            if (delay < TimeSpan.Zero || delay > LongestDelay) Fault($"Logins:{key}", "must be from 0 to 30 s");
        }
    }

    private void CheckService(string name, ServiceOptions service)
    {
        if (!IsName(name)) Fault($"Services:{name}", NameRule);
        Positive($"Services:{name}:OnLost:HoldTimeout", service.OnLost.HoldTimeout);
        if (service.Placement.MaxSessions < 1) Fault($"Services:{name}:Placement:MaxSessions", "must be at least 1; null sets no limit");
    }

    private void CheckUser(string name, UserOptions user)
    {
        if (name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            Fault($"Users:{name}", "a login name has no spaces or control characters");
        // The value is not repeated: it may be a password that was written here by mistake.
        if (user.PasswordHash is not null && !UserDirectory.IsHash(user.PasswordHash))
            Fault($"Users:{name}:PasswordHash", "is not a password hash; make one with the command hash-password");
        if (user.Home is { } home && home.Split('/', '\\').Contains("..")) Fault($"Users:{name}:Home", "must stay below the root: no '..'");
        if (user.SystemUser is { } account && OperatingSystem.IsLinux() && ProgramAccount.Fault(account) is { } fault) Fault($"Users:{name}:SystemUser", fault);
        for (var i = 0; i < user.Roles.Count; i++)
        {
            if (!IsName(user.Roles[i])) Fault($"Users:{name}:Roles:{i}", "a role is one word of letters, digits, '-', '_' and '.'");
        }
    }

    private void CheckAdmin(Uri? url)
    {
        if (url is null) return;
        if (url.Scheme != Uri.UriSchemeHttp)
            Fault("Admin:Url", "TLS is not supported yet in this version; use http on a loopback address");
        else if (!url.IsLoopback)
            Fault("Admin:Url", $"{url.Host} is not a loopback address; others need a token and TLS, not supported yet in this version; probes have Admin:HealthUrl");
        else
            CheckEndpoint("Admin:Url", url);
    }

    private void CheckHealth(Uri? url)
    {
        if (url is null) return;
        if (url.Scheme != Uri.UriSchemeHttp)
            Fault("Admin:HealthUrl", "TLS is not supported yet in this version; use http");
        else if (!IPAddress.TryParse(url.DnsSafeHost, out _))
            Fault("Admin:HealthUrl", $"{url.Host} is not an IP address");
        else if (url.Port == 0 || url.Port == options.Admin.Url?.Port)
            Fault("Admin:HealthUrl", "needs a port of its own: by it requests that may see nothing but health are told apart");
        else
            CheckEndpoint("Admin:HealthUrl", url);
    }

    private void CheckEndpoint(string key, Uri url)
    {
        if (url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            Fault(key, "has a host and a port, nothing else");
        else if (options.EnabledListeners().FirstOrDefault(listener => Takes(listener.Value, url)) is { Key: { } taken })
            Fault(key, $"port {url.Port} is already that of the listener {taken}");
    }

    private bool Takes(ListenerOptions listener, Uri url)
    {
        var port = options.EffectivePort(listener.Port);
        if (port == 0 || port != url.Port) return false;
        var host = IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : IPAddress.Loopback;
        return ListenerValidator.Overlap(listener.Address ?? options.Address, host);
    }

    private void AtLeastOne(string key, int value)
    {
        if (value < 1) Fault(key, "must be at least 1");
    }

    private void Positive(string key, TimeSpan time)
    {
        if (time <= TimeSpan.Zero || time > LongestTimer) Fault(key, "must be above 0 and at most 49 days");
    }

    private void Fault(string key, string message) =>
        faults.Add(new ConfigurationFault(ConfigurationPath.Combine(GatewayOptions.Section, key), message));
}
