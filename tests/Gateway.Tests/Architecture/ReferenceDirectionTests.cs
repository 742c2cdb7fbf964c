using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SocketGateway.Gateway.Tests.Architecture;

/// <summary>References run one way only: Gateway to Actors to Protocols, and inside Actors from Supervision down to the floor.</summary>
public sealed partial class ReferenceDirectionTests
{
    private static readonly string[] Floor = ["Messages", "State", "Telemetry", "Sockets"];
    private static readonly string[] Middle = ["Listeners", "Connections", "Routing", "Services", "Clustering", "Relay"];
    private static readonly string[] Top = ["Supervision"];

    [Theory]
    [InlineData("Protocols", "")]
    [InlineData("Actors", "Protocols")]
    [InlineData("Gateway", "Actors")]
    public void A_project_references_only_the_one_below_it(string project, string below)
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj"));
        var references = XDocument.Load(file).Descendants("ProjectReference").Select(r => Path.GetFileName(Path.GetDirectoryName(r.Attribute("Include")!.Value))!);
        Assert.Equal(below.Length == 0 ? [] : [below], references);
    }

    [Fact]
    public void Protocols_know_no_actor_no_socket_and_no_package()
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, "Protocols"), "*.csproj"));
        Assert.DoesNotContain(XDocument.Load(file).Descendants(), e => e.Name.LocalName is "PackageReference" or "FrameworkReference");
        Assert.DoesNotContain(Uses("Protocols"), u => u.Name.StartsWith("Akka", StringComparison.Ordinal) || u.Name.StartsWith("Microsoft", StringComparison.Ordinal));
        Assert.DoesNotContain(Repository.SourcesIn("Protocols"), file => InputOutputOrClock().IsMatch(File.ReadAllText(file)));
    }

    [Fact]
    public void Only_those_that_own_sockets_know_the_types_of_akka_io()
    {
        var strangers = Uses("Actors").Concat(Uses("Gateway")).Where(u => u.Name == "Akka.IO" && u.Folder is not ("Sockets" or "Listeners" or "Connections" or "Clustering"));
        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_folder_of_actors_has_its_place_in_the_order()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "Actors")).Select(Path.GetFileName).Except(["bin", "obj"]);
        Assert.Equal([.. Floor.Concat(Middle).Concat(Top).Order()], folders.Order());
    }

    [Fact]
    public void Folders_of_actors_see_only_what_lies_below_them()
    {
        var wrong = new List<string>();
        foreach (var use in Uses("Actors"))
        {
            if (!use.Name.StartsWith("SocketGateway.Actors.", StringComparison.Ordinal)) continue;
            var target = use.Name.Split('.')[2];
            var allowed = target == use.Folder || Floor.Contains(target) || (Top.Contains(use.Folder) && Middle.Contains(target));

            // Within the floor nothing looks up: messages know nobody, telemetry only what it counts.
            if (Floor.Contains(use.Folder) && target != use.Folder) allowed = use.Folder != "Messages";
            if (!allowed) wrong.Add($"{use.Folder} -> {target} in {use.File}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_services_that_ship_use_the_authors_surface_and_no_actor()
    {
        foreach (var folder in (string[])["Services", "Ftp", "Telnet", "Pty", "Http"])
        {
            if (!Directory.Exists(Path.Combine(Repository.Root, "Gateway", folder))) continue;

            // Who borrows a socket deals with the actor that owns it.
            var uses = Uses("Gateway", folder).Where(u => u.File is not ("KestrelLease.cs" or "KestrelLender.cs"));
            Assert.DoesNotContain(uses, u => u.Name.StartsWith("Akka", StringComparison.Ordinal) || u.Name is "SocketGateway.Actors.Messages" or "SocketGateway.Actors.Connections");
        }
    }

    private static IEnumerable<(string File, string Folder, string Name)> Uses(params string[] folder)
    {
        foreach (var file in Repository.SourcesIn(folder))
        {
            var relative = Path.GetRelativePath(Path.Combine([Repository.Root, .. folder]), file);
            var first = relative.Split(Path.DirectorySeparatorChar);
            foreach (Match match in Using().Matches(File.ReadAllText(file)))
            {
                yield return (relative, first.Length > 1 ? first[0] : "", match.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"\b(new Socket|TcpClient|TcpListener|FileStream|File\.|Environment\.TickCount|Stopwatch|TimeProvider|ILogger)\b")]
    private static partial Regex InputOutputOrClock();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
