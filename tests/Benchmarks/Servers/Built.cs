namespace SocketGateway.Benchmarks.Servers;

/// <summary>Where the build puts the programs that are measured.</summary>
internal static class Built
{
    private const string Output = "bin/Release/net10.0";

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    public static string Gateway => In("Gateway", "SocketGateway.Gateway");

    public static string KestrelEcho => In("tests/Benchmarks/Rivals/KestrelEcho", "KestrelEcho");

    public static string KestrelStatic => In("tests/Benchmarks/Rivals/KestrelStatic", "KestrelStatic");

    /// <summary>The dotnet that runs them: the one that runs this program, else the one on the path.</summary>
    public static string DotNet { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static string In(string project, string assembly) => Path.Combine(Root, project, Output, assembly + ".dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SocketGateway.sln")))
                return folder.FullName;
        }
        throw new BenchmarkException("SocketGateway.sln was not found above the program.");
    }
}
