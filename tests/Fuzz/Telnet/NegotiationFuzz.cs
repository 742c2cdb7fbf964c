using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Telnet;

namespace SocketGateway.Fuzz.Tests.Telnet;

public sealed class NegotiationFuzz() : FuzzTests(
    new NegotiationTarget(),
    [
        new(FuzzProperty.NeverThrows, new NegotiationTarget((state, positive, acceptable) =>
            state == QState.WantNoQueued ? throw new InvalidOperationException("nobody thought of this") : QMethod.Receive(state, positive, acceptable))),

        // The loop that RFC 1143 is about: whoever hears what he already has says it once more.
        new(FuzzProperty.Progresses, new NegotiationTarget((state, positive, acceptable) =>
            state is QState.Yes or QState.WantYes && positive ? (QState.Yes, true) : QMethod.Receive(state, positive, acceptable))),

        // The request in the queue is forgotten.
        new(FuzzProperty.WellFormed, new NegotiationTarget((state, positive, acceptable) =>
            state == QState.WantNoQueued ? (QState.WantYes, null) : QMethod.Receive(state, positive, acceptable))),
    ]);
