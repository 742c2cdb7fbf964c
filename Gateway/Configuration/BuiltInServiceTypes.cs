using SocketGateway.Gateway.Forwarding;
using SocketGateway.Gateway.Ftp;
using SocketGateway.Gateway.Http;
using SocketGateway.Gateway.Services;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The service types that ship: their keys and how to try them. The commands end by themselves, with nothing typed.</summary>
internal static class BuiltInServiceTypes
{
    public static readonly IReadOnlyList<ServiceTypeRegistration> All =
    [
        new("Echo") { Session = typeof(EchoSession), TryMe = at => [$"echo hello | {at.Ncat} {at.Words}"] },
        new("Discard") { Session = typeof(DiscardSession), TryMe = at => [$"echo hello | {at.Ncat} {at.Words}"] },
        new("Chargen") { Session = typeof(ChargenSession), TryMe = at => [$"{at.Ncat} --recv-only {at.Words} | head -n 5"] },
        new("Daytime") { Session = typeof(DaytimeSession), TryMe = at => [$"{at.Ncat} --recv-only {at.Words}"] },
        new("Time") { Session = typeof(TimeSession), TryMe = at => [$"{at.Ncat} --recv-only {at.Words} | od -An -tu4 --endian=big"] },
        ServiceTypeRegistration.Of<TelnetServiceOptions>("Telnet", TelnetServiceOptions.Validate) with
        {
            Session = typeof(TelnetSession), HasLogins = true, TryMe = at => [$"(sleep 1; echo {at.User ?? User.OperatorRole}; sleep 1) | {(at.IsTls ? at.Ncat : "telnet")} {at.Words}"],
        },
        HttpApplication.TypeOf<StaticSiteOptions>(BundledSite.Type, BundledSite.Validate),
        ServiceTypeRegistration.Of<FtpServiceOptions>("Ftp", FtpServiceOptions.Validate) with { Session = typeof(FtpSession), HasLogins = true, TryMe = TryFtp },
        ServiceTypeRegistration.Of<ForwardServiceOptions>("Forward", ForwardServiceOptions.Validate) with { Session = typeof(ForwardSession), TryMe = at => [$"{at.Ncat} {at.Words}"] },
    ];

    /// <summary>Whether sessions of this type never ask for TLS: a listener that waits for it would stay in clear text.</summary>
    public static bool NeverStartTls(string type) => All.Any(t => t.Name.Equals(type, StringComparison.OrdinalIgnoreCase) && t.Session != typeof(FtpSession));

    private static IEnumerable<string> TryFtp(TryMeTarget at)
    {
        if (at.Service.Settings is FtpServiceOptions { Anonymous: AnonymousAccess.ReadOnly })
            return [$"{FtpAt(at)}/", $"lftp -e 'set net:max-retries 1; {(at.Tls is null ? "" : "set ssl:verify-certificate no; ")}ls; bye' {FtpScheme(at)}://{at.Authority}"];
        // Asks for the password.
        return at.User is null ? [] : [$"{FtpAt(at, $"--user {at.User} ")}/"];
    }

    private static string FtpAt(TryMeTarget at, string user = "") => at.Tls switch
    {
        null => $"curl {user}ftp://{at.Authority}",
        TlsMode.Implicit => $"curl -k {user}ftps://{at.Authority}",
        _ => $"curl -k --ssl-reqd {user}ftp://{at.Authority}",
    };

    private static string FtpScheme(TryMeTarget at) => at.IsTls ? "ftps" : "ftp";
}
