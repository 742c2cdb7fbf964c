namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Where the build has put the program, seen from this assembly.</summary>
internal static class Built
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The gateway of the same configuration and framework as these tests.</summary>
    public static string Gateway { get; } = Path.Combine(
        Root, "Gateway", "bin", Configuration.Name, Configuration.Framework, "SocketGateway.Gateway.dll");

    private static (string Name, string Framework) Configuration
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return (framework.Parent!.Name, framework.Name);
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "SocketGateway.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("not below the repository");
        return directory.FullName;
    }
}
