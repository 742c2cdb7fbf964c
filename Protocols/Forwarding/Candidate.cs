namespace SocketGateway.Protocols.Forwarding;

/// <summary>A destination that can take a connection.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="Active">Connections that it has, those being opened included.</param>
/// <param name="Weight">Its share relative to others at this moment, in units of 1/<see cref="Destination.WeightUnit"/>; at least 1.</param>
internal readonly record struct Candidate(Destination Destination, int Active, int Weight)
{
    /// <summary>Below 0 when it has less to do than another one, each for its weight; 0 when as much.</summary>
    public int CompareLoad(in Candidate other) => ((long)Active * other.Weight).CompareTo((long)other.Active * Weight);
}
