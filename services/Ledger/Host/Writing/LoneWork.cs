using Ledger.Domain;
using Ledger.Domain.Periods;
using Ledger.Domain.Programs;

namespace Ledger.Host.Writing;

/// <summary>Work that is decided alone, between batches, because everything else of its program depends on it.</summary>
internal abstract class LoneWork(string program) : Work(program);

/// <summary>A change of a program.</summary>
internal sealed class ProgramWork(string program, Func<ProgramState, DateTimeOffset, ProgramDecision> decide) : LoneWork(program)
{
    public Func<ProgramState, DateTimeOffset, ProgramDecision> Decide { get; } = decide;
}

/// <summary>Closes a period, or decides what the command comes to.</summary>
/// <param name="summed">The books as summed outside the writer; null to only decide what the command comes to.</param>
internal sealed class PeriodWork(string program, ClosePeriod command, SummedBooks? summed) : LoneWork(program)
{
    public ClosePeriod Command { get; } = command;

    public SummedBooks? Summed { get; } = summed;

    /// <summary>
    /// What the command comes to, set when the work is done. If it is still <see cref="PeriodStep.Closes"/>, due work or summing has to be
    /// finished first.
    /// </summary>
    public PeriodStep? Step { get; set; }
}

/// <summary>Closes the next challenge, or holds the next draw, that is due at or before a time.</summary>
internal sealed class ContestWork(string program, DateTimeOffset until) : LoneWork(program)
{
    public DateTimeOffset Until { get; } = until;
}
