using System.Net;
using System.Net.Sockets;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Configuration;

/// <summary>The keys of a service of type Ftp.</summary>
internal sealed record FtpServiceOptions
{
    /// <summary>The role of <see cref="Permissions"/> that everybody has who logs in.</summary>
    public const string Everybody = "*";

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    /// <summary>The directory that is served, which clients cannot leave; relative to the working directory. Default
    /// <c>data/ftp</c>.</summary>
    public string Root { get; init; } = "data/ftp";

    /// <summary>Whether a user sees nothing but what is in the <see cref="UserOptions.Home"/>. Default true; false begins there and
    /// shows all of <see cref="Root"/>.</summary>
    public bool ConfineToHome { get; init; } = true;

    /// <summary>What users may do, by role; the role <c>*</c> is everybody's. Rights are <c>Read</c>, <c>Write</c>, <c>Delete</c>,
    /// <c>MakeDirectories</c>, <c>All</c>. Default: <c>*</c> reads, <c>files</c> has all.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FtpRights>> Permissions { get; init; } = new Dictionary<string, IReadOnlyList<FtpRights>>
    {
        [Everybody] = [FtpRights.Read],
        [User.FilesRole] = [FtpRights.All],
    };

    /// <summary>What a client may do without a user. Not set: <see cref="AnonymousAccess.ReadOnly"/> while only this machine can reach
    /// the service, else <see cref="AnonymousAccess.Off"/>. Always set once the configuration has been read.</summary>
    public AnonymousAccess? Anonymous { get; init; }

    /// <summary>The directory below <see cref="Root"/> that anonymous clients see. Default null: all of it.</summary>
    public string? AnonymousHome { get; init; }

    /// <summary>A directory, as anonymous clients see it, in which they may leave new files, and neither list nor read nor replace any.
    /// Default null: none.</summary>
    public string? AnonymousUploads { get; init; }

    /// <summary>Whether logins and transfers have to be encrypted. Default false. Its listeners need <c>Tls</c>.</summary>
    public bool RequireTls { get; init; }

    /// <summary>The ports for passive data connections: <c>from-to</c>. Default <c>0</c>: any free one.</summary>
    public PassivePortRange PassivePorts { get; init; } = PassivePortRange.Any;

    /// <summary>The IPv4 address that PASV shows, where clients reach this machine by another one than it has. Default null: the one that
    /// the client has dialled.</summary>
    public IPAddress? PublicAddress { get; init; }

    /// <summary>What becomes of an upload that breaks off. Default Remove.</summary>
    public BrokenUploads BrokenUploads { get; init; } = BrokenUploads.Remove;

    /// <summary>The age at which what a killed process left of its uploads is removed, at start and later on. Default 1 h; longer than any
    /// transfer stands still, see <see cref="StallTimeout"/>.</summary>
    public TimeSpan StaleUploads { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Failed logins of one connection, the last of which closes it. Default 3.</summary>
    public int MaxFailedLogins { get; init; } = 3;

    /// <summary>How long a client may take to log in. Default 1 min.</summary>
    public TimeSpan LoginTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client may be silent between two commands. Default 5 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a client may say nothing but NOOP. Default 1 h.</summary>
    public TimeSpan NoopTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a transfer waits for its data connection. Default 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a transfer may stand still. Default 5 min.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with the values, each by itself.</summary>
    public static IEnumerable<ConfigurationFault> Validate(FtpServiceOptions options)
    {
        foreach (var (key, time) in new[]
        {
            (nameof(StaleUploads), options.StaleUploads), (nameof(LoginTimeout), options.LoginTimeout), (nameof(IdleTimeout), options.IdleTimeout),
            (nameof(NoopTimeout), options.NoopTimeout), (nameof(ConnectTimeout), options.ConnectTimeout), (nameof(StallTimeout), options.StallTimeout),
        })
        {
            if (time <= TimeSpan.Zero || time > LongestTime) yield return new ConfigurationFault(key, "must be above 0 and at most 49 days");
        }

        // A transfer that stands still is noticed within two such times; until then its file is not stale.
        if (options.StaleUploads <= 2 * options.StallTimeout)
            yield return new ConfigurationFault(nameof(StaleUploads), $"must be longer than twice the {nameof(StallTimeout)}");
        if (options.MaxFailedLogins < 1) yield return new ConfigurationFault(nameof(MaxFailedLogins), "must be at least 1");
        if (options.PublicAddress is { AddressFamily: not AddressFamily.InterNetwork })
            yield return new ConfigurationFault(nameof(PublicAddress), "must be an IPv4 address: PASV cannot show others, and EPSV shows none");
        foreach (var (key, path) in new[] { (nameof(AnonymousHome), options.AnonymousHome), (nameof(AnonymousUploads), options.AnonymousUploads) })
        {
            if (path is not null && path.Split('/', '\\').Contains("..")) yield return new ConfigurationFault(key, "must stay below the root: no '..'");
        }

        if (options.AnonymousUploads is { } uploads && FtpPath.TryResolve(FtpPath.Root, uploads, out var normal) && normal == FtpPath.Root)
            yield return new ConfigurationFault(nameof(AnonymousUploads), "must be a directory of its own, not the root");
    }
}
