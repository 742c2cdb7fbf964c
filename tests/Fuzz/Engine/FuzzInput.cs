namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>Bytes, and where the network cuts them.</summary>
/// <param name="Bytes">The whole input.</param>
/// <param name="Cuts">Ascending offsets inside of it.</param>
internal sealed record FuzzInput(byte[] Bytes, IReadOnlyList<int> Cuts)
{
    public static FuzzInput Whole(byte[] bytes) => new(bytes, []);

    /// <summary>The input in packets of the same size, but for the last.</summary>
    public static FuzzInput Every(byte[] bytes, int size) => new(bytes, [.. Enumerable.Range(1, Math.Max(0, (bytes.Length - 1) / size)).Select(i => i * size)]);

    public IReadOnlyList<byte[]> Packets
    {
        get
        {
            var packets = new List<byte[]>();
            var from = 0;
            foreach (var cut in Cuts.Append(Bytes.Length))
            {
                if (cut <= from || cut > Bytes.Length) continue;
                packets.Add(Bytes[from..cut]);
                from = cut;
            }

            return packets;
        }
    }

    /// <summary>The same without some of its bytes.</summary>
    public FuzzInput Without(int from, int count) =>
        new([.. Bytes[..from], .. Bytes[(from + count)..]], [.. Cuts.Select(c => c <= from ? c : Math.Max(from, c - count))]);

    public override string ToString() =>
        $"{Bytes.Length} bytes: {Hex.Of(Bytes)}" + (Cuts.Count == 0 ? "" : $", cut at {string.Join(' ', Cuts.Take(200))}");
}
