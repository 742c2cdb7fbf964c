namespace SocketGateway.Shop;

/// <summary>What is for sale: a service of the program, as any other.</summary>
internal sealed class Stock
{
    private readonly Lock _lock = new();

    public int Apples { get; private set; } = 12;

    /// <summary>False when there are not so many.</summary>
    public bool TryTake(int count)
    {
        lock (_lock)
        {
            if (count < 1 || count > Apples) return false;
            Apples -= count;
            return true;
        }
    }
}
