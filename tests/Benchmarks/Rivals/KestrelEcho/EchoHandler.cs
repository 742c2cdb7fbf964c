using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace SocketGateway.Benchmarks.Rivals.KestrelEcho;

/// <summary>The shortest way through Kestrel for bytes: from its input pipe to its output pipe.</summary>
internal sealed class EchoHandler : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        var output = connection.Transport.Output;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync();
                foreach (var segment in read.Buffer)
                    output.Write(segment.Span);
                input.AdvanceTo(read.Buffer.End);
                var flushed = await output.FlushAsync();
                if (read.IsCompleted || flushed.IsCompleted)
                    return;
            }
        }
        catch (ConnectionResetException)
        {
            // Clients that count connections leave by reset.
        }
    }
}
