using System.Collections.Immutable;
using SocketGateway.Protocols.Ftp;

namespace SocketGateway.Gateway.Ftp;

/// <summary>The machine's questions that the file system alone can answer. They block.</summary>
internal static class FtpFileAnswers
{
    public static FtpEvent Answer(FtpFileSystem files, FtpEffect question, TimeProvider clock)
    {
        switch (question)
        {
            case FtpEffect.ChangeDirectory change:
                files.CheckDirectory(change.Path);
                return new FtpEvent.DirectoryEntered(change.Path);
            case FtpEffect.FileSize size:
                return new FtpEvent.SizeFound(files.FindFile(size.Path).Length);
            case FtpEffect.ModificationTime time:
                return new FtpEvent.TimeFound(files.FindFile(time.Path).LastWriteTimeUtc);
            case FtpEffect.Describe described:
                return new FtpEvent.Described(described.Path, files.Describe(described.Path));
            case FtpEffect.Show shown:
                return Show(files, shown, clock);
            case FtpEffect.FindSource source:
                files.CheckExists(source.Path);
                break;
            case FtpEffect.Rename rename:
                files.Rename(rename.From, rename.To);
                break;
            case FtpEffect.DeleteFile delete:
                files.DeleteFile(delete.Path);
                break;
            case FtpEffect.DeleteDirectory delete:
                files.DeleteDirectory(delete.Path);
                break;
            case FtpEffect.MakeDirectory make:
                files.MakeDirectory(make.Path);
                break;
            case FtpEffect.SetTime set:
                files.SetTime(set.Path, set.Modified);
                break;
            case FtpEffect.SetMode set:
                files.SetMode(set.Path, set.Mode);
                break;
            default:
                throw new InvalidOperationException($"{question.GetType().Name} is not known.");
        }

        return new FtpEvent.Done(question);
    }

    private static FtpEvent.Listed Show(FtpFileSystem files, FtpEffect.Show shown, TimeProvider clock)
    {
        using var directory = files.List(shown.Path, null);
        var entries = ImmutableArray.CreateBuilder<FtpEntry>();
        var more = directory.MoveNext();
        for (; more && entries.Count < shown.Limit; more = directory.MoveNext()) entries.Add(directory.Current);
        return new FtpEvent.Listed(shown.Path, entries.DrainToImmutable(), directory.IsFile, more, clock.GetUtcNow());
    }
}
