namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A step whose outcome is another than vsftpd's, and may be.</summary>
/// <param name="Exchange">The name of the exchange.</param>
/// <param name="Step">The step, or <c>tree</c> for what is left below the root.</param>
/// <param name="Gateway">The outcome that the gateway has.</param>
/// <param name="Reason">The clause that allows it, and what vsftpd does.</param>
internal sealed record AllowedDifference(string Exchange, string Step, string Gateway, string Reason)
{
    /// <summary>The lines of <c>differences.txt</c>.</summary>
    public static IReadOnlyList<AllowedDifference> All { get; } =
        [.. Texts.Below("differences.txt").SelectMany(Texts.Lines).Select(Texts.Fields).Select(f => new AllowedDifference(f[0], f[1], f[2], f[3]))];
}
