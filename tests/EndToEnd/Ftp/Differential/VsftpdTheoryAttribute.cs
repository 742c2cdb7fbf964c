namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A test that compares with vsftpd. Left out where there is none, but never in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VsftpdTheoryAttribute : TheoryAttribute
{
    public VsftpdTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") is null or "" or "false") Skip = Vsftpd.Missing;
    }
}
