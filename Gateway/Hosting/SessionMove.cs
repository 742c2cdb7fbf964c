namespace SocketGateway.Gateway.Hosting;

/// <summary>Sessions that are to move between nodes.</summary>
/// <param name="Service">The configured name.</param>
/// <param name="From">A node's address, or the version label of several.</param>
/// <param name="To">The same.</param>
/// <param name="Percent">The share, 1 to 100.</param>
internal sealed record SessionMove(string Service, string From, string To, int Percent)
{
    /// <summary>The verb by which gateways pass it on.</summary>
    public const string Verb = "move";

    /// <summary>What became of it.</summary>
    /// <param name="There">Sessions that were there.</param>
    /// <param name="Asked">Those that were asked to move; they do so between two steps, and stay if their new node does not take them.</param>
    /// <param name="Error">Why none was; null otherwise.</param>
    internal sealed record Outcome(int There, int Asked, string? Error = null)
    {
        public static Outcome Sum(IReadOnlyCollection<Outcome> all)
        {
            // A gateway that is not linked to the nodes in question has nothing to move; all of them is an error.
            var done = all.Where(o => o.Error is null).ToList();
            return done.Count == 0 ? all.First() : new Outcome(done.Sum(o => o.There), done.Sum(o => o.Asked));
        }
    }
}
