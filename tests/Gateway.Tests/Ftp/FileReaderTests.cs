using System.Runtime.InteropServices;
using SocketGateway.Gateway.Ftp;

namespace SocketGateway.Gateway.Tests.Ftp;

/// <summary>A file is read as it is, and memory is used again behind what was sent only.</summary>
public sealed class FileReaderTests : IDisposable
{
    private const int Piece = FileReader.PieceBytes;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _bytes = new byte[(20 * Piece) + 1];

    public FileReaderTests()
    {
        new Random(1).NextBytes(_bytes);
        File.WriteAllBytes(_folder["file"], _bytes);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(100, 20)]
    public async Task What_was_not_sent_stays_as_it_was_taken(int piecesUnderWay, int leastArrays)
    {
        using var reader = Open();
        var taken = new List<(ReadOnlyMemory<byte> Bytes, int Offset)>();
        var arrays = new HashSet<byte[]>();
        for (int at = 0, end = 0; end == 0;)
        {
            var sent = piecesUnderWay == 0 ? 0 : at - (piecesUnderWay * Piece);
            var (bytes, isLast) = await reader.TakeAsync(Piece, sent);
            taken.Add((bytes, at));
            Assert.True(MemoryMarshal.TryGetArray(bytes, out var segment));
            arrays.Add(segment.Array!);
            (at, end) = (at + bytes.Length, isLast ? 1 : 0);
            foreach (var (earlier, offset) in taken.Where(t => t.Offset + t.Bytes.Length > sent))
                Assert.True(earlier.Span.SequenceEqual(_bytes.AsSpan(offset, earlier.Length)), $"byte {offset} at {at}");
        }

        Assert.Equal(_bytes.Length, taken.Sum(t => t.Bytes.Length));
        Assert.InRange(arrays.Count, leastArrays, piecesUnderWay is 1 or 2 ? piecesUnderWay + 3 : 21);
    }

    [Fact]
    public async Task A_piece_that_is_taken_bit_by_bit_is_sent_when_its_last_bit_is()
    {
        using var reader = Open();
        var first = (await reader.TakeAsync(Piece / 2, 0)).Bytes;
        await reader.TakeAsync(Piece / 2, Piece / 2);
        await reader.TakeAsync(Piece, Piece - 1);
        await reader.TakeAsync(Piece, Piece - 1);
        Assert.True(first.Span.SequenceEqual(_bytes.AsSpan(0, first.Length)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_small_file_is_read_at_once_into_as_much_memory_as_it_takes(int length)
    {
        await File.WriteAllBytesAsync(_folder["file"], _bytes[..length]);
        using var reader = Open();
        var (bytes, isLast) = await reader.TakeAsync(Piece, 0);
        Assert.True(isLast);
        Assert.Equal(_bytes[..length], bytes.ToArray());
        Assert.True(MemoryMarshal.TryGetArray(bytes, out var segment));
        Assert.Equal(length + 1, segment.Array!.Length);
    }

    private FileReader Open() => new(File.OpenHandle(_folder["file"], options: FileOptions.Asynchronous), 0);
}
