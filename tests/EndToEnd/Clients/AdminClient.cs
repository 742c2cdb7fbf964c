using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace SocketGateway.EndToEnd.Clients;

/// <summary>Asks the admin endpoints what an operator's tools ask.</summary>
internal sealed class AdminClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<IReadOnlyList<ListedConnection>> ConnectionsAsync() => (await _http.GetFromJsonAsync<List<ListedConnection>>("api/connections"))!;

    public async Task<IReadOnlyList<ListedNode>> NodesAsync() => (await _http.GetFromJsonAsync<List<ListedNode>>("api/nodes"))!;

    /// <summary>The sum over all series of a metric that carry these labels; 0 when there is none.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels)
    {
        var lines = (await _http.GetStringAsync("metrics")).Split('\n');
        return lines
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 2)..].Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public async Task<HttpStatusCode> GetStatusAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    /// <summary>A request that changes something, with the header that such requests need.</summary>
    public async Task<HttpStatusCode> ChangeAsync(HttpMethod method, string path, bool withHeader = true)
    {
        using var request = new HttpRequestMessage(method, path);
        if (withHeader) request.Headers.Add("X-SocketGateway", "1");
        using var response = await _http.SendAsync(request);
        return response.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
