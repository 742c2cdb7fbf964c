namespace SocketGateway.Thermostat.Tests;

/// <summary>The code in the README is the sample's.</summary>
public class ReadmeTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("Program.cs")]
    [InlineData("Thermostat.cs")]
    [InlineData("ThermostatSession.cs")]
    [InlineData("appsettings.json")]
    public void It_shows_this_file(string file) =>
        Assert.Contains(Shown(Path.Combine(Root, "tests", "Thermostat", file)), File.ReadAllText(Path.Combine(Root, "README.md")), StringComparison.Ordinal);

    private static string Shown(string file) => string.Join('\n', File.ReadLines(file).Where(IsShown)).Trim();

    private static bool IsShown(string line) =>
        !line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal) && !line.StartsWith("///", StringComparison.Ordinal);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "SocketGateway.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }
}
