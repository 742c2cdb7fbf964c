namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>A short conversation, played to both servers.</summary>
/// <param name="Name">What it is about; unique.</param>
/// <param name="Clause">The clause of an RFC that it comes from.</param>
/// <param name="Role">Who talks.</param>
/// <param name="IsError">Whether something in it is wrong: an order, an argument, a right.</param>
/// <param name="Steps">What is done, in order; <see cref="ExchangePlayer"/> knows the words.</param>
internal sealed record Exchange(string Name, string Clause, ExchangeRole Role, bool IsError, IReadOnlyList<string> Steps)
{
    public override string ToString() => Name;
}
