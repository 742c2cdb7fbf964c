namespace SocketGateway.EndToEnd.Ftp.RealClients;

/// <summary>wget fetches a tree.</summary>
public sealed class WgetTests(FilesGateway gateway) : IClassFixture<FilesGateway>
{
    [Theory]
    [InlineData(FtpSecurity.None, "")]
    [InlineData(FtpSecurity.None, "--no-passive-ftp")]
    [InlineData(FtpSecurity.Explicit, "")]
    [InlineData(FtpSecurity.Implicit, "--ftps-implicit")]
    public async Task Wget_fetches_a_tree_and_goes_on_with_a_part(FtpSecurity security, string how)
    {
        var (served, local) = gateway.Folders("wget");
        foreach (var directory in new[] { "one", "one/two words", "öne" }) Directory.CreateDirectory(Path.Combine(served, directory));
        foreach (var (name, bytes) in new[] { ("a.txt", 10), ("empty", 0), ("one/b", 100_000), ("one/two words/c d", 5000), ("öne/ç", 7) })
            await File.WriteAllBytesAsync(Path.Combine(served, name), [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 31))]);
        var scheme = security == FtpSecurity.None ? "ftp" : "ftps";
        var folder = Path.GetFileName(served);
        await FilesGateway.RunAsync(
            $$"""
            mkdir {{folder}} {{folder}}/one && head -c 3000 {{served}}/one/b > {{folder}}/one/b
            wget -nv -r -nH -c -t 1 -T 20 --ca-certificate={{gateway.Certificate.File}} {{how}} \
                --user={{FilesGateway.User}} --password={{FilesGateway.Password}} {{scheme}}://127.0.0.1:{{gateway.Port(security)}}/{{folder}}/
            """,
            local);
        Assert.Equal(OddTree.Describe(served), OddTree.Describe(Path.Combine(local, folder)));
    }
}
