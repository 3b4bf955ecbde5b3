namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private void CloseRebate(Account a, RebatePeriod p, DateTimeOffset at)
    {
        p.Closed = true;
        ComputeRebate(a, p);
        PostRebate(a, p, at);
    }

    private static void ComputeRebate(Account a, RebatePeriod p)
    {
        var basis = Rational.Zero;
        foreach (var o in a.Orders)
        {
            if (o.Month >= p.FirstMonth && o.Month < p.NextMonth && !o.WindDown && p.Origins.Contains(o.Origin))
            {
                basis += o.ScopedNet(p.Rule.Scope);
            }
        }
        p.Basis = basis;
        var result = Rational.Zero;
        var steps = p.Rule.Steps;
        if (p.Rule.Whole)
        {
            result = basis * StepPercent(steps, basis) / Hundred;
        }
        else
        {
            for (int i = 0; i < steps.Count; i++)
            {
                if (basis > steps[i].From)
                {
                    var top = i + 1 < steps.Count ? Rational.Min(basis, steps[i + 1].From) : basis;
                    result += (top - steps[i].From) * steps[i].Percent / Hundred;
                }
            }
        }
        p.Amount = RoundMoney(p.Version, result);
    }

    private void PostRebate(Account a, RebatePeriod p, DateTimeOffset at)
    {
        var pays = p.End.AddHours(24.0 * p.Rule.PayAfterDays);
        var cal = p.Version.Calendar;
        var months = p.Rule.VoucherMonths;
        var dates = new LotDates(
            pays,
            months == null ? null : cal.AddMonths(pays, months.Value),
            t => months == null ? null : cal.AddMonths(t, months.Value));
        Post(a, p.Cause, ("", "cashback", ""), p.Amount, at, p.Version.Negative, dates, Funding.Operator);
    }

    private void OpenPeriods(Account a, DateTimeOffset p)
    {
        foreach (var v in versions)
        {
            var cal = v.Calendar;
            int month = cal.Month(p);
            foreach (var r in v.Rebates)
            {
                int length = Length(r.Period);
                int first = month / length * length;
                var start = cal.MonthStart(first);
                if ((VersionAt(start) ?? versions[0]) != v)
                {
                    continue;
                }
                var label = Label(r.Period, first);
                if (a.Periods.Exists(x => x.Rule.Id == r.Id && x.Label == label && x.Origins.Contains(a.Id)))
                {
                    continue;
                }
                var period = new RebatePeriod
                {
                    Version = v,
                    Rule = r,
                    Label = label,
                    Origin = a.Id,
                    Origins = new(StringComparer.Ordinal) { a.Id },
                    FirstMonth = first,
                    NextMonth = first + length,
                    Start = start,
                    End = cal.MonthStart(first + length),
                };
                a.Periods.Add(period);
                Claim(a, period, aliases.Keys.Where(x => Resolve(x) == a.Id));
            }
        }
    }

    /// <summary>
    /// An account's own period has the orders of the account and its aliases, except those of aliases whose orders another period of the
    /// same rebate and time has.
    /// </summary>
    private static void Claim(Account a, RebatePeriod mine, IEnumerable<string> ids)
    {
        var others = a.Periods.Where(x => x != mine && x.Rule.Id == mine.Rule.Id && x.Label == mine.Label).ToList();
        mine.Origins.UnionWith(ids.Where(id => !others.Exists(x => x.Origins.Contains(id))));
    }
}
