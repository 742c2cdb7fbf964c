using SocketGateway.Fuzz.Tests.Engine;

namespace SocketGateway.Fuzz.Tests.Ftp;

public sealed class FtpFileSystemFuzz : FuzzTests, IDisposable
{
    private readonly FtpFileSystemTarget[] _targets;

    public FtpFileSystemFuzz()
        : this(new FtpFileSystemTarget(), new FtpFileSystemTarget(name => name.Contains("..", StringComparison.Ordinal) ? throw new FormatException("two dots") : null), new FtpFileSystemTarget(looseRoot: true))
    {
    }

    private FtpFileSystemFuzz(FtpFileSystemTarget target, FtpFileSystemTarget throws, FtpFileSystemTarget loose)
        : base(target, new Fault(FuzzProperty.NeverThrows, throws), new Fault(FuzzProperty.WellFormed, loose)) => _targets = [target, throws, loose];

    public void Dispose()
    {
        foreach (var target in _targets) target.Dispose();
    }
}
