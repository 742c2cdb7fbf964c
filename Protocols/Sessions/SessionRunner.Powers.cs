using System.Net;
using SocketGateway.Protocols.Contract;

namespace SocketGateway.Protocols.Sessions;

/// <summary>What a step may ask for. All of it is kept until the step's commit, and gone with a step that fails.</summary>
internal sealed partial class SessionRunner
{
    private CommitEffects Effects => _effects ??= new CommitEffects();

    public void RequireStep()
    {
        if (!_inStep || _step is StepKind.Resumed or StepKind.Closed)
        {
            throw new SessionException("only a step can write, consume, or change state; OnResumedAsync and OnClosedAsync are none");
        }
    }

    public OutputBuffer Writing(SessionChannel channel)
    {
        RequireStep();
        if (channel.Closing || channel.Status is ChannelStatus.Listening or ChannelStatus.Connecting)
        {
            throw new SessionException($"channel {channel.Id} is not open for output");
        }

        return channel.Written;
    }

    public void Consume(long bytes)
    {
        RequireStep();
        if (bytes < 0 || _consumed + bytes > _stepInput.Length) throw new SessionException("more consumed than there is input in this step");
        _consumed += bytes;
    }

    public void SetAlias(string? alias)
    {
        RequireStep();
        Alias = string.IsNullOrEmpty(alias) ? null : alias;
        Effects.Alias = alias ?? "";
    }

    public void SetTimer(string name, TimeSpan? due)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RequireStep();
        if (due is not null && _timers?.Count >= TimerTable.MaxTimers && !_timers.ContainsKey(name))
        {
            throw new SessionException($"more than {TimerTable.MaxTimers} timers");
        }

        Effects.Timers.Add((name, due));

        // The commit that ends this step is the timer's generation.
        if (due is null) _timers?.Remove(name);
        else (_timers ??= [])[name] = _lastCommit + 1;
    }

    public void Close(string reason)
    {
        RequireStep();
        Effects.Close = reason;
    }

    public void Transfer(string service)
    {
        RequireStep();
        Effects.Transfer = service;
    }

    public void StartTls()
    {
        RequireStep();
        if (!Connection.CanStartTls) throw new InvalidOperationException("TLS cannot be started: the connection has it already, or its listener has no certificate (see Connection.CanStartTls)");
        Effects.StartTls = true;
    }

    public void CloseChannel(SessionChannel channel, bool reset)
    {
        RequireStep();
        if (channel.Id == 0) throw new SessionException("the client's channel is closed with Session.Close or Abort");
        if (channel.Closing) return;
        channel.Closing = true;
        Effects.Closes.Add((channel.Id, reset));
    }

    public SessionChannel Connect(IPEndPoint peer, bool tls = false)
    {
        RequireStep();
        RequireCertificate(tls);
        var channel = AddChannel(ChannelStatus.Connecting);
        channel.Peer = peer;
        Effects.Connects.Add((channel.Id, peer, tls));
        return channel;
    }

    public Task<SessionChannel> ListenAsync(bool tls = false)
    {
        RequireStep();
        RequireCertificate(tls);
        if (_listening is not null) throw new SessionException("one port at a time: await the first");
        var channel = AddChannel(ChannelStatus.Listening);
        var listening = _listening = new TaskCompletionSource<SessionChannel>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Send(new SessionProtocol.OpenChannel(Epoch, channel.Id, tls));
        return listening.Task;
    }

    private void RequireCertificate(bool tls)
    {
        if (tls && Connection is { Tls: null, CanStartTls: false }) throw new InvalidOperationException("a channel under TLS needs a listener with a certificate");
    }

    private SessionChannel AddChannel(ChannelStatus status)
    {
        for (var i = 1; i < _channels.Length; i++)
        {
            if (_channels[i] is null) return _channels[i] = new SessionChannel(this, i) { Status = status };
        }

        throw new SessionException($"the session has its {LedgerLimits.MaxChannels} channels already");
    }

    private void CompleteListen(SessionProtocol.ChannelListening message)
    {
        if (_listening is not { } listening || _channels[message.Channel] is not { } channel) return;
        _listening = null;
        if (message.Local is { } local)
        {
            channel.Local = local;
            Effects.Adopted.Add(channel.Id);
            listening.SetResult(channel);
        }
        else
        {
            _channels[channel.Id] = null;
            listening.SetException(new SessionException($"no port could be opened: {message.Error}"));
        }
    }
}
