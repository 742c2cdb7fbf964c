namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>Python's ftplib: what it does and checks is in <c>ftplib_session.py</c>.</summary>
public sealed class PythonTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    [Theory]
    [InlineData(FtpSecurity.None, "passive")]
    [InlineData(FtpSecurity.None, "active")]
    [InlineData(FtpSecurity.Explicit, "passive")]
    [InlineData(FtpSecurity.Explicit, "active")]
    [InlineData(FtpSecurity.Implicit, "passive")]
    public async Task A_session_of_ftplib(FtpSecurity security, string mode)
    {
        var (served, local) = gateway.Folders("python");
        var script = Path.Combine(Built.Root, "tests", "EndToEnd", "Ftp", "RealClients", "ftplib_session.py");
        var output = await FilesGateway.RunAsync(
            $"python3 '{script}' {gateway.Port(security)} {security} {mode} {FilesGateway.User} {FilesGateway.Password} {gateway.Certificate.File} {Path.GetFileName(served)}", local);
        Assert.EndsWith("done\n", output, StringComparison.Ordinal);
    }
}
