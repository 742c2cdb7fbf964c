namespace SocketGateway.Gateway.Pty;

/// <summary>As whom a program runs: as root only when that was said, and as somebody else only if the gateway is root.</summary>
internal static class ProgramAccount
{
    /// <summary>What is wrong with this setting; null when nothing is.</summary>
    /// <param name="name">The system user asked for; null is the gateway's own.</param>
    public static string? Fault(string? name) => Fault(name, SystemUser.Self, SystemUser.Find);

    /// <summary>As <see cref="Fault(string?)"/>, for a gateway of this user.</summary>
    public static string? Fault(string? name, SystemUser self, Func<string, SystemUser?> find)
    {
        if (name is null) return self.Id == 0 ? "is missing: the gateway runs as root, and a program does so only when this says root" : null;
        if (find(name) is not { } user) return $"there is no user {name} on this system";
        return self.Id != 0 && user.Id != self.Id ? $"must be {self.Name}, as which the gateway runs: only root can become {name}" : null;
    }

    /// <summary>The user of a program.</summary>
    /// <exception cref="ProgramException">There is none as configured.</exception>
    public static SystemUser Resolve(string? name)
    {
        if (Fault(name) is { } fault) throw new ProgramException($"RunAs {fault}");
        return name is null ? SystemUser.Self : SystemUser.Find(name)!;
    }
}
