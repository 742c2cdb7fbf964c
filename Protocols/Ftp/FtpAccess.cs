namespace SocketGateway.Protocols.Ftp;

/// <summary>Who may do what where. Users have rights everywhere below their root; strangers read, and store in one directory only.</summary>
internal static class FtpAccess
{
    public static bool MayRead(FtpPolicy policy, FtpState state, string path) =>
        state.Rights.HasFlag(FtpRights.Read) && !(state.Anonymous && IsBelow(path, policy.AnonymousUploads));

    public static bool MayList(FtpPolicy policy, FtpState state, string path) => MayRead(policy, state, path + '/');

    public static bool MayEnter(FtpPolicy policy, FtpState state, string path) => !(state.Anonymous && IsBelow(path, policy.AnonymousUploads));

    public static bool MayStore(FtpPolicy policy, FtpState state, string path) => state.Anonymous
        ? policy.AnonymousUploads is { } uploads && FtpPath.Parent(path) == uploads && path != uploads
        : state.Rights.HasFlag(FtpRights.Write);

    /// <summary>Some file systems do not tell cases apart: what must not be read there must not be read under any spelling.</summary>
    private static bool IsBelow(string path, string? directory) =>
        directory is not null && path.StartsWith(directory == FtpPath.Root ? directory : directory + '/', StringComparison.OrdinalIgnoreCase);
}
