namespace SocketGateway.Gateway.Certificates;

/// <summary>Looks at the files of certificates again and again. What tells of changes to files is not told of a link far up their path, nor by every file system.</summary>
internal sealed class CertificateWatch(CertificateStore certificates, TimeProvider clock, ILogger<CertificateWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                certificates.Look(now: false);
            }
            catch (Exception error)
            {
                // The next look may find better files; without one certificates would run out unseen.
                CertificateLog.NotLooked(log, error);
            }
        }
    }
}
