namespace SocketGateway.Actors.Clustering;

/// <summary>One frame of a link: all that nodes send each other beside the messages of Akka.NET itself. What is in it only <c>Protocols/Links</c> knows.</summary>
internal sealed record LinkFrame(byte[] Bytes);
