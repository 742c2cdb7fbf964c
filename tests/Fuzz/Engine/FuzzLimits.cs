namespace SocketGateway.Fuzz.Tests.Engine;

/// <summary>The bounds of one target: a fixed part, and a part for each byte of input.</summary>
internal sealed record FuzzLimits
{
    /// <summary>Largest input that is tried, in bytes.</summary>
    public int MaxInput { get; init; } = 16 * 1024;

    public int OutputBase { get; init; } = 1024;
    public int OutputPerByte { get; init; } = 1;

    /// <summary>Bytes of input, or of state, that may be kept between two arrivals.</summary>
    public long MaxHeld { get; init; } = 16 * 1024;

    /// <summary>Turns of the loop that reads; the second part is for each packet too.</summary>
    public int StepsBase { get; init; } = 64;
    public int StepsPerByte { get; init; } = 1;

    /// <summary>The fixed part pays for what is made once in a process: tables, compiled code.</summary>
    public long AllocatedBase { get; init; } = 8 * 1024 * 1024;

    public long AllocatedPerByte { get; init; } = 1024;
}
