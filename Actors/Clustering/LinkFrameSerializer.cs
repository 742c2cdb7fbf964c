using Akka.Actor;
using Akka.Serialization;

namespace SocketGateway.Actors.Clustering;

/// <summary>A frame is its bytes: nothing in it names a type, so nothing a peer sends chooses one.</summary>
internal sealed class LinkFrameSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <summary>On the wire: never to be changed, never to be used again.</summary>
    public override int Identifier => 77;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj is LinkFrame frame ? frame.Bytes : throw new ArgumentException($"{obj.GetType()} is not a frame", nameof(obj));

    public override object FromBinary(byte[] bytes, Type type) => new LinkFrame(bytes);
}
