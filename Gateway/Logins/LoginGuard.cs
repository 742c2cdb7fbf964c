using System.Net;
using SocketGateway.Actors.Telemetry;
using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Logins;

/// <summary>
/// Checks passwords for every service with logins, so that guessing is slow: a client address is locked out after repeated failures, and a user name under attack is
/// answered ever later, but never locked, or strangers could keep its owner out. Memory and processor time are bounded, whatever strangers try. Thread-safe.
/// </summary>
internal sealed class LoginGuard
{
    /// <summary>Addresses, and names that nobody has, of which failures are remembered.</summary>
    internal const int MaxRemembered = 16 * 1024;

    private const int LongestName = 256;
    private const int MaxWaiting = 1024;
    private const int MaxWaitingPerClient = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly UserDirectory _users;
    private readonly LoginOptions _options;
    private readonly Lock _gate = new();
    private readonly FailureTable<IPAddress> _clients;

    // Apart, so that no number of made-up names makes the failures of a real one forgotten.
    private readonly FailureTable<string> _known;
    private readonly FailureTable<string> _unknown;
    private readonly FairQueue _queue;

    public LoginGuard(UserDirectory users, GatewayStart start, TimeProvider clock)
    {
        (_users, _options) = (users, start.Options.Logins);
        _clients = new(MaxRemembered, _options.LockOutTime, clock);
        _known = new(users.Names.Count + 1, _options.LockOutTime, clock, StringComparer.OrdinalIgnoreCase);
        _unknown = new(MaxRemembered, _options.LockOutTime, clock, StringComparer.OrdinalIgnoreCase);

        // Half of the processors at most: bytes must move meanwhile.
        _queue = new(Math.Max(1, Environment.ProcessorCount / 2), MaxWaiting, MaxWaitingPerClient, Patience, clock);
    }

    /// <summary>Whether the address has failed too often: then do not even ask for a password.</summary>
    public bool IsLockedOut(IPAddress client)
    {
        lock (_gate) return IsLocked(ClientAddress.Of(client));
    }

    /// <summary>
    /// Checks a login away from the caller's thread. The caller shows the answer after <see cref="LoginAnswer.Delay"/>, reads nothing meanwhile, and does not say more than
    /// the verdict. A step that runs again after a crash counts its failure twice.
    /// </summary>
    /// <param name="client">The client's address.</param>
    /// <param name="name">The name that was given; as the client wrote it.</param>
    /// <param name="password">The password that was given.</param>
    /// <param name="mayLogIn">Whether a user may log in at this place; if not, the answer is that to a wrong password.</param>
    /// <param name="stop">Cancels the wait.</param>
    public async ValueTask<LoginAnswer> VerifyAsync(IPAddress client, string name, string password, Func<User, bool> mayLogIn, CancellationToken stop)
    {
        client = ClientAddress.Of(client);
        if (IsLockedOut(client)) return Count(new(LoginVerdict.LockedOut, null, _options.FailureDelay));
        if (!await _queue.TryEnterAsync(client, stop)) return Count(new(LoginVerdict.Busy, null, _options.FailureDelay));
        User? user;
        try
        {
            // Others of this address may have failed while this one waited.
            if (IsLockedOut(client)) return Count(new(LoginVerdict.LockedOut, null, _options.FailureDelay));
            user = await Task.Run(() => _users.Verify(name, password), stop);
        }
        finally
        {
            _queue.Leave();
        }

        return Count(user is not null && mayLogIn(user) ? Accept(user) : Refuse(client, name));
    }

    private static LoginAnswer Count(LoginAnswer answer)
    {
        GatewayTelemetry.Login(answer.Verdict switch
        {
            LoginVerdict.Accepted => null,
            LoginVerdict.Wrong => "wrong_password",
            LoginVerdict.LockedOut => "locked_out",
            _ => "busy",
        });
        return answer;
    }

    private LoginAnswer Accept(User user)
    {
        lock (_gate)
        {
            // As late as a wrong one, or the time alone would tell which it was.
            var delay = DelayAfter(_known.Failures(user.Name));
            _known.Clear(user.Name);
            return new(LoginVerdict.Accepted, user, delay);
        }
    }

    private LoginAnswer Refuse(IPAddress client, string name)
    {
        var (names, key) = _users.Has(name) ? (_known, name) : (_unknown, name.Length <= LongestName ? name : "");
        lock (_gate)
        {
            _clients.Add(client);
            var delay = DelayAfter(names.Failures(key));
            names.Add(key);
            return new(LoginVerdict.Wrong, null, delay > _options.FailureDelay ? delay : _options.FailureDelay);
        }
    }

    private bool IsLocked(IPAddress client) => _options.LockOutAfter > 0 && _clients.Failures(client) >= _options.LockOutAfter;

    private TimeSpan DelayAfter(int failures)
    {
        if (_options.SlowAfter == 0 || failures < _options.SlowAfter) return TimeSpan.Zero;
        var delay = _options.FailureDelay.TotalMilliseconds * Math.Pow(2, failures - _options.SlowAfter + 1);
        return delay < _options.MaxDelay.TotalMilliseconds ? TimeSpan.FromMilliseconds(delay) : _options.MaxDelay;
    }
}
