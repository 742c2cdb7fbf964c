using System.Diagnostics;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Links;

/// <summary>The messages between nodes.</summary>
internal static partial class LinkCodec
{
    private const int LeastServiceBytes = 7;

    public static void Write(ref LinkWriter writer, LinkControl message)
    {
        switch (message)
        {
            case LinkControl.Hello hello:
                writer.Byte((byte)ControlKind.Hello);
                WriteNode(ref writer, hello.From);
                writer.Fixed64(hello.Link);
                break;
            case LinkControl.Welcome welcome:
                writer.Byte((byte)ControlKind.Welcome);
                WriteNode(ref writer, welcome.From);
                WriteNode(ref writer, welcome.To);
                break;
            case LinkControl.Report report:
                writer.Byte((byte)ControlKind.Report);
                WriteReport(ref writer, report.Node);
                break;
            case LinkControl.Reserve reserve:
                writer.Byte((byte)ControlKind.Reserve);
                writer.Int64(reserve.Request);
                writer.Text(reserve.Service);
                writer.Text(reserve.StateType);
                writer.Int32(reserve.StateVersion);
                break;
            case LinkControl.Reserved reserved:
                writer.Byte((byte)ControlKind.Reserved);
                writer.Int64(reserved.Request);
                writer.Text(reserved.Refusal);
                break;
            case LinkControl.DrainService drain:
                writer.Byte((byte)ControlKind.DrainService);
                writer.Text(drain.Service);
                writer.Flag(drain.Drain);
                break;
            case LinkControl.Push push:
                writer.Byte((byte)ControlKind.Push);
                writer.Int64(push.Request);
                writer.Fixed64(push.Id.Value);
                writer.Text(push.Alias);
                WritePush(ref writer, push.Message);
                break;
            case LinkControl.PushAnswer answer:
                writer.Byte((byte)ControlKind.PushAnswer);
                writer.Int64(answer.Request);
                writer.Byte((byte)answer.Result);
                break;
            case LinkControl.Ask ask:
                writer.Byte((byte)ControlKind.Ask);
                writer.Int64(ask.Request);
                writer.Text(ask.Verb);
                writer.Bytes(ask.Question.Span);
                break;
            case LinkControl.Answer answer:
                writer.Byte((byte)ControlKind.Answer);
                writer.Int64(answer.Request);
                writer.Bytes(answer.Reply.Span);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private static LinkControl? ReadControl(ref LinkReader reader)
    {
        switch ((ControlKind)reader.Byte())
        {
            case ControlKind.Hello:
                return new LinkControl.Hello(ReadNode(ref reader), reader.Fixed64());
            case ControlKind.Welcome:
                return new LinkControl.Welcome(ReadNode(ref reader), ReadNode(ref reader));
            case ControlKind.Report:
                return new LinkControl.Report(ReadReport(ref reader));
            case ControlKind.Reserve:
                return new LinkControl.Reserve(reader.Int64(), reader.Word(), reader.Word(), reader.Int32());
            case ControlKind.Reserved:
                return new LinkControl.Reserved(reader.Int64(), reader.Word());
            case ControlKind.DrainService:
                return new LinkControl.DrainService(reader.Word(), reader.Flag());
            case ControlKind.Push:
                return new LinkControl.Push(reader.Int64(), new ConnectionId(reader.Fixed64()), reader.Word(), ReadPush(ref reader));
            case ControlKind.PushAnswer:
                var request = reader.Int64();
                var result = (PushResult)reader.Byte();
                if (result > PushResult.NotFound) reader.Fail("the result of a push");
                return new LinkControl.PushAnswer(request, result);
            case ControlKind.Ask:
                return new LinkControl.Ask(reader.Int64(), reader.Word(), reader.Bytes());
            case ControlKind.Answer:
                return new LinkControl.Answer(reader.Int64(), reader.Bytes());
            default:
                return reader.Wrong<LinkControl?>("the kind of a message between nodes");
        }
    }

    private static void WriteNode(ref LinkWriter writer, NodeId node)
    {
        writer.Text(node.Address ?? "");
        writer.Fixed64(node.Incarnation);
    }

    private static NodeId ReadNode(ref LinkReader reader) => new(reader.Word(), reader.Fixed64());

    private static void WriteReport(ref LinkWriter writer, NodeReport node)
    {
        writer.Text(node.Name);
        writer.Int32(node.Process);
        writer.Text(node.Program);
        writer.Text(node.Label);
        writer.Int32(node.Weight);
        writer.Flag(node.Leaving);
        writer.Flag(node.Rebalance);
        writer.Int64(node.UpSeconds);
        writer.Int32(node.Services.Count);
        foreach (var service in node.Services)
        {
            writer.Text(service.Service);
            writer.Int32(service.Sessions);
            writer.Int32(service.MaxSessions);
            writer.Flag(service.Draining);
            writer.Text(service.StateType);
            writer.Int32(service.ReadsFrom);
            writer.Int32(service.ReadsTo);
        }
    }

    private static NodeReport ReadReport(ref LinkReader reader)
    {
        var (name, process, program, label) = (reader.Word(), reader.Int32(), reader.Word(), reader.Word());
        var (weight, leaving, rebalance, up) = (reader.Int32(), reader.Flag(), reader.Flag(), reader.Int64());
        var services = new ServiceReport[reader.Count(LeastServiceBytes)];
        for (var i = 0; i < services.Length && reader.Error is null; i++)
        {
            services[i] = new ServiceReport(reader.Word(), reader.Int32(), reader.Int32(), reader.Flag(), reader.Word(), reader.Int32(), reader.Int32());
        }

        return new NodeReport(name, process, program, label, weight, leaving, rebalance, up, services);
    }
}
