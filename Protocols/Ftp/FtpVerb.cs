namespace SocketGateway.Protocols.Ftp;

/// <summary>What is known of a verb.</summary>
/// <param name="Rules">What is checked before it is looked at any closer.</param>
/// <param name="Syntax">Its argument, for HELP.</param>
internal readonly record struct FtpVerb(FtpVerbRules Rules, string Syntax = "")
{
    public bool Has(FtpVerbRules rule) => (Rules & rule) != 0;
}
