using SocketGateway.Gateway.Ftp;
using SocketGateway.Gateway.Http;
using SocketGateway.Gateway.Services;
using SocketGateway.Gateway.Telnet;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The service types that ship: their keys and how to try them. The commands end by themselves, with nothing typed.</summary>
internal static class BuiltInServiceTypes
{
    public static readonly IReadOnlySet<string> NotSupportedYet = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Forward" };

    public static readonly IReadOnlyList<ServiceTypeRegistration> All =
    [
        new("Echo") { Session = typeof(EchoSession), TryMe = at => [$"echo hello | ncat {at.Words}"] },
        new("Discard") { Session = typeof(DiscardSession), TryMe = at => [$"echo hello | ncat {at.Words}"] },
        new("Chargen") { Session = typeof(ChargenSession), TryMe = at => [$"ncat --recv-only {at.Words} | head -n 5"] },
        new("Daytime") { Session = typeof(DaytimeSession), TryMe = at => [$"ncat --recv-only {at.Words}"] },
        new("Time") { Session = typeof(TimeSession), TryMe = at => [$"ncat --recv-only {at.Words} | od -An -tu4 --endian=big"] },
        ServiceTypeRegistration.Of<TelnetServiceOptions>("Telnet", TelnetServiceOptions.Validate) with
        {
            Session = typeof(TelnetSession), HasLogins = true, TryMe = at => [$"(sleep 1; echo {at.User ?? User.OperatorRole}; sleep 1) | telnet {at.Words}"],
        },
        ServiceTypeRegistration.Of<HttpServiceOptions>("Http", BundledSite.Validate) with { Session = typeof(HttpSession), TryMe = at => [$"curl http://{at.Authority}/"] },
        ServiceTypeRegistration.Of<FtpServiceOptions>("Ftp") with { Session = typeof(FtpSession), HasLogins = true, TryMe = TryFtp },
    ];

    private static IEnumerable<string> TryFtp(TryMeTarget at)
    {
        if (at.Service.Settings is FtpServiceOptions { Anonymous: AnonymousAccess.ReadOnly })
            return [$"curl ftp://{at.Authority}/", $"lftp -e 'set net:max-retries 1; ls; bye' ftp://{at.Authority}"];
        // Asks for the password.
        return at.User is null ? [] : [$"curl --user {at.User} ftp://{at.Authority}/"];
    }
}
