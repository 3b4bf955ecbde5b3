using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Tables;

namespace Ledger.Projections.Host.Tailing;

/// <summary>The part of <see cref="Fold"/> that is about programs, their versions and clocks, and refused facts.</summary>
internal sealed class ProgramFold(ViewTables tables, MechanicsFold mechanics)
{
    /// <summary>Whether a program's versions or clock changed since the last <see cref="Written"/>.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Notes that everything applied is written.</summary>
    public void Written() => IsTouched = false;

    /// <summary>Wants the rows that an event of a program is about.</summary>
    public void Want(TailedEvent tailed)
    {
        tables.Programs.Want(new ProgramRowKey(tailed.Program));
        if (tailed.Seen is VersionData version) tables.Versions.Want(new VersionRowKey(tailed.Program, version.Version));
        if (tailed.Seen is RetirementData retirement) tables.Versions.Want(new VersionRowKey(tailed.Program, retirement.Version));
        if (tailed.Seen is RejectionData rejection) tables.Rejections.Want(new RejectionRowKey(tailed.Program, rejection.RejectedId));
        if (tailed.Seen is RedriveData redrive) tables.Rejections.Want(new RejectionRowKey(tailed.Program, redrive.RejectedId));
        mechanics.WantOfProgram(tailed.Program, tailed.Seen);
    }

    /// <summary>Applies an event of a program.</summary>
    public void Apply(TailedEvent tailed)
    {
        var slot = tables.Programs[new ProgramRowKey(tailed.Program)];
        var program = slot.Row;
        IsTouched |= tailed.Seen is VersionData or RetirementData or ClockData or PeriodClosedData;
        switch (tailed.Seen)
        {
            case VersionData seen:
                var version = tables.Versions[new VersionRowKey(tailed.Program, seen.Version)];
                tables.Versions.Put(version, ProgramView.Apply(version.Row, seen, tailed.Position));
                tables.Programs.Put(slot, ProgramView.Apply(program, seen));
                break;
            case RetirementData seen:
                var retired = tables.Versions[new VersionRowKey(tailed.Program, seen.Version)];
                tables.Versions.Put(retired, ProgramView.Retire(retired.Row!));
                tables.Programs.Put(slot, ProgramView.Apply(program!, seen));
                break;
            case ClockData seen:
                tables.Programs.Put(slot, ProgramView.Apply(program, seen));
                break;
            case PeriodClosedData seen:
                tables.Programs.Put(slot, ProgramView.Apply(program!, seen));
                break;
            case RejectionData seen:
                var rejection = tables.Rejections[new RejectionRowKey(tailed.Program, seen.RejectedId)];
                tables.Rejections.Put(rejection, RejectionView.Apply(rejection.Row, seen, tailed.Position));
                break;
            case RedriveData seen:
                var redriven = tables.Rejections[new RejectionRowKey(tailed.Program, seen.RejectedId)];
                if (redriven.Row is { } row) tables.Rejections.Put(redriven, RejectionView.Apply(row, seen));
                break;
            default:
                mechanics.ApplyToProgram(tailed);
                break;
        }
    }
}
