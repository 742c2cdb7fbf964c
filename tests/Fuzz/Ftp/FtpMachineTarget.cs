using System.Net;
using System.Text;
using System.Text.Json;
using SocketGateway.Fuzz.Tests.Engine;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Fuzz.Tests.Ftp;

/// <summary>
/// A control connection without a network or files: questions are answered from the name that they ask for, and lines such as <c>!end</c> say what else happens.
/// The state goes through JSON between packets, as after a crash.
/// </summary>
/// <param name="spoil">A seeded fault: changes what the machine has made of a command.</param>
internal sealed class FtpMachineTarget(Func<FtpStep, FtpCommandLine, FtpStep>? spoil = null) : FuzzTarget
{
    private const int AnswersToOneCommand = 8;
    private const string Password = "secret";

    private static readonly FtpPolicy Policy = new() { Anonymous = FtpAnonymous.ReadOnly, MaxFailedLogins = 100, AnonymousUploads = "/incoming" };

    public override FuzzLimits Limits { get; } = new() { MaxInput = 8192, OutputBase = 4096, OutputPerByte = 512, MaxHeld = 64 * 1024, AllocatedPerByte = 32 * 1024, StepsPerByte = AnswersToOneCommand };

    public override IReadOnlyList<byte[]> Tokens => FtpTokens.All;

    public override void Run(IReadOnlyList<byte[]> packets, FuzzRun run)
    {
        var (input, state) = (new PendingInput(), new FtpState());
        Perform(FtpMachine.Open(Policy, IPAddress.Loopback));
        foreach (var packet in packets)
        {
            input.Append(packet);
            while (LinesTarget.TryTakeLine(input, out var line, out var consumed))
            {
                run.Step();
                if (Event(Encoding.UTF8.GetString(line)) is { } happened)
                {
                    Perform(FtpMachine.Handle(Policy, state, happened));
                }
                else
                {
                    var command = FtpCommandLine.Parse(line);
                    if (!FtpMachine.CanHandle(state, command)) Perform(FtpMachine.Handle(Policy, state, new FtpEvent.TransferEnded()));
                    if (!FtpMachine.CanHandle(state, command)) throw new FuzzFailedException(FuzzProperty.Progresses, $"{command} waits for no transfer");
                    var secrets = Secrets(state);
                    var step = FtpMachine.Handle(Policy, state, command);
                    FuzzRun.Require(command.Verb != "PASS" || Secrets(step.State) <= secrets, "a password is in the state");
                    Perform(spoil?.Invoke(step, command) ?? step);
                }

                input.Consume(consumed);
            }

            var stored = JsonSerializer.SerializeToUtf8Bytes(state);
            run.Keeps(stored.Length);
            state = JsonSerializer.Deserialize<FtpState>(stored)!;
        }

        run.Note(JsonSerializer.Serialize(state));
        FtpReplyCheck.Require(run.Written);

        void Perform(FtpStep step)
        {
            while (true)
            {
                run.Step();
                state = step.State;
                Check(state);
                FtpEvent? answer = null;
                foreach (var effect in step.Effects)
                {
                    FuzzRun.Require(answer is null, "two questions at once");
                    if (effect is FtpEffect.Reply reply) reply.Value.WriteTo(run.Output);
                    else run.Note($"{effect}");
                    answer = Answer(effect);
                }

                if (answer is null) return;
                step = FtpMachine.Handle(Policy, state, answer);
            }
        }

        FtpEvent? Event(string line)
        {
            if (line == "!advance" && state.Transfer is not null) state = state.Advance(state.Transfer.Offset + 1, afterCr: true);
            return line switch
            {
                "!end" => new FtpEvent.TransferEnded(),
                "!fail" => new FtpEvent.TransferEnded(FtpFailure.IoError),
                "!time" => new FtpEvent.TimedOut(),
                "!leave" => new FtpEvent.ShuttingDown(),
                "!advance" => new FtpEvent.TransferStarted(),
                _ => null,
            };
        }
    }

    private static void Check(FtpState state)
    {
        FuzzRun.Require(FtpPath.TryResolve(FtpPath.Root, state.Directory, out var path) && path == state.Directory, $"the directory {state.Directory} is not normalized");
        if (state.Transfer is { } transfer) FuzzRun.Require(FtpPath.TryResolve(FtpPath.Root, transfer.Path, out var file) && file == transfer.Path, $"the path {transfer.Path} is not normalized");
    }

    private static FtpEntry EntryOf(string path) => new(FtpPath.Name(path), path.Length, DateTimeOffset.UnixEpoch, path.Length % 2 == 0);

    /// <summary>How often the password stands in the state: names may be the same word.</summary>
    private static int Secrets(FtpState state) => JsonSerializer.Serialize(state).Split(Password).Length;

    private static FtpEvent? Answer(FtpEffect effect) => effect switch
    {
        FtpEffect.CheckPassword login => new FtpEvent.PasswordChecked(login.Password == Password, "/home", FtpRights.All, "/base"),
        FtpEffect.OpenPassive open => new FtpEvent.PassiveOpened(IPAddress.Loopback, 5001, open.Extended),
        FtpEffect.ChangeDirectory change => change.Path.Length % 2 == 0 ? new FtpEvent.Refused(effect, FtpFailure.NotFound) : new FtpEvent.DirectoryEntered(change.Path),
        FtpEffect.FileSize size => new FtpEvent.SizeFound(size.Path.Length),
        FtpEffect.ModificationTime => new FtpEvent.TimeFound(DateTimeOffset.UnixEpoch),
        FtpEffect.RunTransfer run => run.Transfer.Path.Contains("busy", StringComparison.Ordinal) ? new FtpEvent.Refused(effect, FtpFailure.Busy) : new FtpEvent.TransferStarted { Temporary = run.Transfer.IsUpload ? ".part-1" : null, Size = run.Transfer.Path.Length },
        FtpEffect.Describe described => new FtpEvent.Described(described.Path, EntryOf(described.Path)),
        FtpEffect.Show shown => new FtpEvent.Listed(shown.Path, [EntryOf(shown.Path)], shown.Path.Length % 3 == 0, shown.Path.Length % 5 == 0, DateTimeOffset.UnixEpoch),
        FtpEffect.FindSource or FtpEffect.Rename or FtpEffect.DeleteFile or FtpEffect.DeleteDirectory or FtpEffect.MakeDirectory or FtpEffect.SetTime or FtpEffect.SetMode =>
            effect.ToString().Length % 3 == 0 ? new FtpEvent.Refused(effect, FtpFailure.Denied) : new FtpEvent.Done(effect),
        _ => null,
    };
}
