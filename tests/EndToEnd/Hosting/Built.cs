namespace SocketGateway.EndToEnd.Hosting;

/// <summary>Where the build has put the program, seen from this assembly.</summary>
internal static class Built
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The gateway of the same configuration and framework as these tests.</summary>
    public static string Gateway { get; } = Path.Combine(
        Root, "Gateway", "bin", Configuration.Name, Configuration.Framework, "SocketGateway.Gateway.dll");

    /// <summary>The folder of a sample program, and its assembly.</summary>
    public static (string Folder, string Assembly) Sample(string name)
    {
        var folder = Path.Combine(Root, "tests", name);
        return (folder, Path.Combine(folder, "bin", Configuration.Name, Configuration.Framework, $"SocketGateway.{name}.dll"));
    }

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
