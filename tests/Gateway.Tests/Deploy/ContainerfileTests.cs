using System.Text.RegularExpressions;
using SocketGateway.Gateway.Tests.Architecture;

namespace SocketGateway.Gateway.Tests.Deploy;

/// <summary>The image: what goes in, who runs it.</summary>
public sealed class ContainerfileTests
{
    /// <summary>Instruction and arguments, in order.</summary>
    private static readonly IReadOnlyList<(string Instruction, string Arguments)> Lines =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "deploy", "Containerfile"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(words => (words[0], words[1])),
    ];

    /// <summary>The user of the image, by number.</summary>
    public static string User => Lines.Last(line => line.Instruction == "USER").Arguments;

    [Fact]
    public void It_runs_as_a_numbered_user_who_is_not_root() => Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", User);

    [Fact]
    public void The_directory_of_its_files_is_that_users() =>
        Assert.Contains(Lines, line => line.Arguments == $"install -d -o {User.Split(':')[0]} -g {User.Split(':')[1]} -m 0750 {WorkingDirectory}");

    [Fact]
    public void Both_stages_have_the_runtime_that_is_built_for()
    {
        var framework = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), "<TargetFramework>net([0-9.]+)<").Groups[1].Value;
        Assert.Equal(
            [$"mcr.microsoft.com/dotnet/sdk:{framework} AS build", $"mcr.microsoft.com/dotnet/aspnet:{framework}"],
            Lines.Where(line => line.Instruction == "FROM").Select(line => line.Arguments));
    }

    [Fact]
    public void What_is_copied_is_there_and_is_every_project_that_the_program_needs()
    {
        var sources = Lines
            .Where(line => line.Instruction == "COPY" && !line.Arguments.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Arguments.Split(' ')[..^1])
            .ToList();
        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), $"there is no {source}"));
        Assert.All(["Protocols", "Actors", "Gateway", "Directory.Build.props", "Directory.Packages.props"], source => Assert.Contains(source, sources));
    }

    [Fact]
    public void It_starts_the_program_where_it_was_copied_to()
    {
        var to = Lines.Single(line => line.Arguments.StartsWith("--from=build", StringComparison.Ordinal)).Arguments.Split(' ')[^1];
        Assert.Equal($"[\"{to}/{typeof(SocketGatewayExtensions).Assembly.GetName().Name}\"]", Assert.Single(Lines, line => line.Instruction == "ENTRYPOINT").Arguments);
    }

    private static string WorkingDirectory => Lines.Last(line => line.Instruction == "WORKDIR").Arguments;
}
