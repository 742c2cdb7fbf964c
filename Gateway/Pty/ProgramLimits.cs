namespace SocketGateway.Gateway.Pty;

/// <summary>How many programs may run at once: of one service, and of one user on it.</summary>
internal readonly record struct ProgramLimits(int PerService, int PerUser);
