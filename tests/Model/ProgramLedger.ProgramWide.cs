namespace Ledger.Model;

/// <summary>Work on all accounts at once, when the program's clock passes its time (mechanics.md, "Where these mechanics
/// decide").</summary>
internal sealed partial class ProgramLedger
{
    private sealed record ProgramWork(DateTimeOffset At, int Rank, Action Run);

    /// <summary>The time up to which program-wide work is done. Work that a later version adds before that time is not done.</summary>
    private DateTimeOffset programWideDone = DateTimeOffset.MinValue;

    /// <summary>Advances the program's clock: program-wide work in time order, then what is due for every account.</summary>
    public Outcome AdvanceClock(DateTimeOffset to)
    {
        Reset();
        while (NextProgramWork() is { } at && at <= to)
        {
            programClock = Later(at, programClock);
            MoveAll(at);
            foreach (var work in WorkAt(at))
            {
                work.Run();
            }
            programWideDone = at;
        }
        programClock = Later(to, programClock);
        programWideDone = Later(to, programWideDone);
        MoveAll(to);
        return new Outcome(Result.Recorded);
    }

    /// <summary>When program-wide work falls due next, if any does.</summary>
    public DateTimeOffset? NextProgramWork()
    {
        DateTimeOffset? next = null;
        foreach (var v in versions)
        {
            foreach (var c in v.Challenges)
            {
                if (NextClose(v, c) is { } close && !(close.ClosesAt >= next))
                {
                    next = close.ClosesAt;
                }
            }
            foreach (var d in v.Draws)
            {
                if (d.At > programWideDone && VersionAt(d.At) == v && !(d.At >= next))
                {
                    next = d.At;
                }
            }
        }
        return next;
    }

    private List<ProgramWork> WorkAt(DateTimeOffset at)
    {
        var list = new List<ProgramWork>();
        foreach (var v in versions)
        {
            foreach (var c in v.Challenges)
            {
                if (NextClose(v, c) is { } close && close.ClosesAt == at)
                {
                    list.Add(new ProgramWork(at, 0, () => CloseChallenge(v, c, close)));
                }
            }
            foreach (var d in v.Draws)
            {
                if (d.At == at && VersionAt(d.At) == v)
                {
                    list.Add(new ProgramWork(at, 1, () => HoldDraw(v, d)));
                }
            }
        }
        return [.. list.OrderBy(x => x.Rank)];
    }

    /// <summary>Carries out what is due for all accounts, by id.</summary>
    private void MoveAll(DateTimeOffset to)
    {
        foreach (var id in accounts.Keys.Order(StringComparer.Ordinal).ToList())
        {
            Begin(id, to);
            Commit();
        }
    }
}
