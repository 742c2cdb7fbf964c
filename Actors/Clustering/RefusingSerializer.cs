using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace SocketGateway.Actors.Clustering;

/// <summary>Stands where Akka.NET has Newtonsoft's: a payload of that serializer can name any type there is, and would have it made.</summary>
internal sealed class RefusingSerializer : Serializer
{
    /// <summary>Akka.NET makes the serializer of this name with its settings.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <summary>Newtonsoft's.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} does not cross nodes");

    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException("a payload that chooses its type is refused");
}
