namespace SocketGateway.EndToEnd.Ftp.Differential;

/// <summary>What a client has seen of a step.</summary>
/// <param name="Step">The step as the script has it.</param>
/// <param name="Outcome">What is compared: first digits, contents.</param>
/// <param name="Shown">The same for people: whole codes.</param>
internal sealed record Observation(string Step, string Outcome, string Shown);
