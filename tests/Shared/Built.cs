namespace SocketGateway.Shared;

/// <summary>Where the build has put the programs, seen from the assembly that runs.</summary>
internal static class Built
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The gateway of the same configuration and framework.</summary>
    public static string Gateway { get; } = Assembly("Gateway", "SocketGateway.Gateway");

    /// <summary>The dotnet that runs them: the one that runs this program, else the one on the path.</summary>
    public static string DotNet { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>An assembly of a project, given by its folder.</summary>
    public static string Assembly(string project, string name)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, name + ".dll");
    }

    /// <summary>The folder of a sample program, and its assembly.</summary>
    public static (string Folder, string Assembly) Sample(string name) =>
        (Path.Combine(Root, "tests", name), Assembly(Path.Combine("tests", name), $"SocketGateway.{name}"));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "SocketGateway.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("not below the repository");
        return directory.FullName;
    }
}
