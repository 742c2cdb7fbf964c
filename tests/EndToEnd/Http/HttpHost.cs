using System.Text;
using System.Text.Json.Nodes;
using SocketGateway.EndToEnd.Hosting;

namespace SocketGateway.EndToEnd.Http;

/// <summary>A fresh root with files, and the settings of a gateway that serves it; beside it the bundled page, and a service with tight limits.</summary>
internal sealed class HttpHost : IDisposable
{
    /// <summary>Requests keep a headless browser from running ahead of the clock, which it does not stop for a WebSocket.</summary>
    private const string SocketPage = """
        <!DOCTYPE html><p>nothing</p><script type="module">
        const said = document.querySelector("p");
        const socket = new WebSocket(`ws://${location.host}/ws`);
        socket.onopen = () => socket.send("hello");
        socket.onmessage = message => { said.textContent = `came back: ${message.data}`; };
        for (let i = 0; i < 1000 && said.textContent === "nothing"; i++) await fetch("whoami");
        </script>
        """;

    private readonly DirectoryInfo _base = Directory.CreateTempSubdirectory("http-e2e-");

    public HttpHost()
    {
        Write("index.html", "<!DOCTYPE html><title>home</title>");
        Write("page.html", Page);
        Write("socket.html", SocketPage);
        Write("data.bin", Data);
        Write("empty.txt", "");
        Write(".secret", "secret");
        Write(".git/config", "secret");
        Write(".well-known/note", "known");
        Write("docs/index.html", "<title>docs</title>");
        Write("plain/one.txt", "one");
        Write("plain/Ünïcode & <odd>.txt", "odd");
        Write("../outside.txt", "secret");
        Directory.CreateDirectory(Path.Combine(_base.FullName, "elsewhere"));
        Write("../elsewhere/file.txt", "secret");
        File.CreateSymbolicLink(Path.Combine(Root, "plain", "link.txt"), "one.txt");
        File.CreateSymbolicLink(Path.Combine(Root, "leak.txt"), "../outside.txt");
        File.CreateSymbolicLink(Path.Combine(Root, "loop"), "loop");
        Directory.CreateSymbolicLink(Path.Combine(Root, "out"), "../elsewhere");
    }

    /// <summary>Long enough to be worth compressing.</summary>
    public static string Page { get; } = $"<!DOCTYPE html><title>page</title>{string.Concat(Enumerable.Repeat("<p>The same again and again.</p>\n", 2_000))}";

    public static byte[] Data { get; } = [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)((i * 2_654_435_761L) >> 13))];

    public string Root => Path.Combine(_base.FullName, "root");

    public string Work => Directory.CreateDirectory(Path.Combine(_base.FullName, "work")).FullName;

    /// <summary>Services <c>site</c> (the root), <c>browsed</c> (with lists), <c>page</c> (the bundled one), <c>tight</c> (small limits): a listener each.</summary>
    public string Settings()
    {
        var services = new JsonObject
        {
            ["site"] = new JsonObject { ["Type"] = "Http", [nameof(Root)] = Root },
            ["browsed"] = new JsonObject { ["Type"] = "Http", [nameof(Root)] = Root, ["DirectoryBrowsing"] = true },
            ["page"] = new JsonObject { ["Type"] = "Http" },
            ["tight"] = new JsonObject
            {
                ["Type"] = "Http",
                [nameof(Root)] = Root,
                ["Limits"] = new JsonObject
                {
                    ["RequestHeadersTimeout"] = "00:00:01",
                    ["KeepAliveTimeout"] = "00:00:02",
                    ["MaxRequestHeadersTotalSize"] = 2048,
                    ["MaxRequestBodySize"] = 1000,
                    ["Http2"] = new JsonObject { ["MaxStreamsPerConnection"] = 7 },
                },
            },
            ["echo"] = new JsonObject { ["Type"] = "Echo" },
        };
        var listeners = new JsonObject();
        foreach (var (name, _) in services) listeners[name] = new JsonObject { ["Port"] = 0, ["Address"] = "127.0.0.1", ["Service"] = name };
        return new JsonObject { ["SocketGateway"] = new JsonObject { ["Listeners"] = listeners, ["Services"] = services } }.ToJsonString();
    }

    /// <summary>A file of bytes that never repeat within a piece.</summary>
    public string MakeFile(string name, long bytes) => RandomFile.Make(Path.Combine(Root, name), bytes);

    public void Dispose() => _base.Delete(recursive: true);

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
