namespace SocketGateway.Benchmarks.Load;

/// <summary>What the bytes received so far are.</summary>
internal enum Exchange
{
    NeedMore,
    Complete,
    Wrong,
}
