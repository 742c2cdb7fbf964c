using System.Collections.Immutable;

namespace SocketGateway.Protocols.Ftp;

/// <summary>Outcome of one command or event: the state that follows, and what the session has to do, in this order.</summary>
/// <param name="State">The state that follows.</param>
/// <param name="Effects">What to do. At most one is a question (see <see cref="FtpEffect"/>), and that one is last.</param>
public readonly record struct FtpStep(FtpState State, ImmutableArray<FtpEffect> Effects);
