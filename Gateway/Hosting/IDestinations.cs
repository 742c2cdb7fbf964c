namespace SocketGateway.Gateway.Hosting;

/// <summary>The destinations that this process forwards to, for operators.</summary>
internal interface IDestinations
{
    /// <summary>All of them, service by service, in their configured order.</summary>
    IReadOnlyList<DestinationView> List();

    /// <summary>Keeps further connections from a destination, or lets them come again. What is so already stays so.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="name">The destination's.</param>
    /// <param name="drain">No further ones.</param>
    /// <param name="closeWithin">The time in which those that it has are closed, in good order; null: they go on.</param>
    /// <returns>The destination as it is now; null when there is none of this name.</returns>
    DestinationView? Set(string service, string name, bool drain, TimeSpan? closeWithin);
}
