namespace SocketGateway.EndToEnd.Tls;

/// <summary>A line of what testssl has found.</summary>
/// <param name="Id">What was looked at.</param>
/// <param name="Severity">DEBUG, INFO, OK, LOW, MEDIUM, HIGH, CRITICAL; WARN and FATAL where it could not look.</param>
/// <param name="Finding">What is there, in its words.</param>
internal sealed record TestSslFinding(string Id, string Severity, string Finding)
{
    public bool IsGood => Severity == "OK";

    /// <summary>Shown with <c>--severity MEDIUM</c>, but for WARN, which also tells of what this machine's openssl lacks.</summary>
    public bool IsBad => Severity is "MEDIUM" or "HIGH" or "CRITICAL" or "FATAL";
}
