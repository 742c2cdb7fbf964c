using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Contract;
using SocketGateway.Protocols.Links;

namespace SocketGateway.Fuzz.Tests.Links;

/// <summary>Two ends of a link that keep account: what arrives is what was sent, in each session's order, or the link is down.</summary>
internal sealed class LinkWorld
{
    public static readonly LinkLimits Limits = new() { MaxFrame = 512, Window = 2048, MaxMessage = 8192, Quantum = 64 };

    public LinkWorld(bool gatewayIsMine)
    {
        Mine = new End(gatewayIsMine ? LinkRole.Gateway : LinkRole.Service);
        Other = new End(gatewayIsMine ? LinkRole.Service : LinkRole.Gateway);
        Mine.Ledger.Start(0);
        Other.Ledger.Start(0);
    }

    public End Mine { get; }

    public End Other { get; }

    internal sealed class End : ILinkEffects
    {
        private readonly Dictionary<ConnectionId, long> _arrived = [];

        public End(LinkRole role) => Ledger = new LinkLedger(role, new NodeId(role.ToString(), (ulong)role), Limits, this, 42);

        public LinkLedger Ledger { get; }

        public Queue<byte[]> Frames { get; } = new();

        /// <summary>Offsets up to which sessions sent, so that order and completeness can be seen at the other end.</summary>
        public Dictionary<ConnectionId, long> Sent { get; } = [];

        public bool IsDown { get; private set; }

        /// <summary>Something in what arrives was changed on its way: it may be anything.</summary>
        public bool IsLiedTo { get; set; }

        public void SendFrame(ReadOnlySpan<byte> frame)
        {
            Alive();
            FuzzRun.Require(frame.Length <= Limits.MaxFrame, "a frame is larger than the limit");
            FuzzRun.Require(Ledger.Statistics.Unacknowledged <= Limits.Window, "more is under way than the window");
            Frames.Enqueue(frame.ToArray());
        }

        public void Up(NodeId peer) => Alive();

        public void Deliver(ConnectionId connection, SessionProtocol message)
        {
            Alive();
            if (IsLiedTo || message is not SessionProtocol.Input input) return;
            FuzzRun.Require(input.Offset == _arrived.GetValueOrDefault(connection), "a message of a session is missing, or comes too early");
            _arrived[connection] = input.Offset + input.Bytes.Length;
        }

        public void Deliver(LinkControl message) => Alive();

        public void TooLarge(ConnectionId connection, int epoch, int bytes)
        {
            Alive();
            FuzzRun.Require(bytes > Limits.MaxMessage, "a message was refused that is not too large");
        }

        public void Down(string reason)
        {
            Alive();
            IsDown = true;
            FuzzRun.Require(reason.All(c => c is '_' or (>= 'a' and <= 'z')), $"the reason {reason} is not a snake_case word");
        }

        private void Alive() => FuzzRun.Require(!IsDown, "something happened after the end");
    }
}
