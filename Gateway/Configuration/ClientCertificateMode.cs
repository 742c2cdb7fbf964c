namespace SocketGateway.Gateway.Configuration;

/// <summary>Whether clients show a certificate.</summary>
internal enum ClientCertificateMode
{
    /// <summary>They are not asked.</summary>
    None,

    /// <summary>They may; one that is shown has to be good.</summary>
    Allow,

    /// <summary>They must.</summary>
    Require,
}
