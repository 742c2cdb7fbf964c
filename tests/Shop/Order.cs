namespace SocketGateway.Shop;

/// <summary>What a customer wants.</summary>
internal sealed record Order(int Apples);
