using SocketGateway.Gateway.Commands;
using SocketGateway.Gateway.Configuration;

namespace SocketGateway.Gateway.Ftp;

/// <summary>Removes the parts of uploads that no transfer writes any more: those of a process that was killed. At start, and then again and again.</summary>
internal sealed partial class FtpStaleUploads(GatewayStart start, TimeProvider clock, ILogger<FtpStaleUploads> log) : BackgroundService
{
    /// <summary>No link is followed: what lies behind it may be anything.</summary>
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Removes what is older than that below a directory; the number of files, and of what could not be removed the last error.</summary>
    public static (int Count, string? Error) Clean(string root, DateTimeOffset before)
    {
        var (count, failure) = (0, default(string));
        foreach (var part in new DirectoryInfo(root).EnumerateFiles(PartName.Pattern, Everywhere))
        {
            if (!PartName.IsOurs(part.Name) || part.LastWriteTimeUtc >= before) continue;
            try
            {
                part.Delete();
                count++;
            }
            catch (Exception error) when (FtpException.Explain(error) is not null)
            {
                failure = error.Message;
            }
        }

        return (count, failure);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(start.Options.HostedServices().Select(service => service.Value.Settings).OfType<FtpServiceOptions>().Select(o => RunAsync(o, stoppingToken)));

    private async Task RunAsync(FtpServiceOptions options, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.StaleUploads, clock);
        do
        {
            await Task.Run(() => TryClean(options), stop);
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private void TryClean(FtpServiceOptions options)
    {
        try
        {
            var (count, failure) = Clean(options.Root, clock.GetUtcNow() - options.StaleUploads);
            if (count > 0) Cleaned(options.Root, count);
            if (failure is not null) NotCleaned(options.Root, failure);
        }
        catch (Exception error) when (FtpException.Explain(error) is not null)
        {
            NotCleaned(options.Root, error.Message);
        }
    }

    [LoggerMessage(701, LogLevel.Information, "{Count} parts of broken uploads were removed below {Root}.")]
    private partial void Cleaned(string root, int count);

    [LoggerMessage(702, LogLevel.Warning, "Parts of broken uploads below {Root} could not be removed: {Error}")]
    private partial void NotCleaned(string root, string error);
}
