using Ledger.Domain.Contests;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.ModelTests;

/// <summary>What concerns all accounts of a program: its clock, the closing of challenges and the draws.</summary>
internal sealed partial class InMemoryLedger
{
    public Outcome Advance(DateTimeOffset to)
    {
        var decision = ProgramClock.Advance(state, program, to, ReceivedAt);
        Take(decision);
        while (ProgramWideWork.Next(state, state.ClockAt) is { } work)
        {
            CarryOutDue(work.At);
            if (work.Close is { } close) Close(close);
            else Hold(work.Draw!.Value.Version, work.Draw.Value.Draw);
        }

        CarryOutDue(state.ClockAt);
        return decision.Outcome;
    }

    private void CarryOutDue(DateTimeOffset until)
    {
        foreach (var account in Accounts.ToList())
        {
            Keep((Decision.Events)Decisions.Decide(StateOf(account), new CarryOutDue(until, ReceivedAt)));
        }
    }

    private void Close(ChallengePeriod held)
    {
        var table = new ChallengeTable();
        foreach (var own in orders
            .Values.Where(order => order.Evaluation is not null)
            .GroupBy(order => AccountOf(order.Snapshot!.AccountId).Id, StringComparer.Ordinal)
            .ToList())
        {
            var tallies = own.Select(order => OrderTally.Of(state.Catalog, order)).ToList();
            if (!tallies.Exists(tally => tally.Month >= held.Period.Months.From && tally.Month <= held.Period.Months.To)) continue;
            if (ChallengeClose.ContenderOf(state.Catalog, held, accounts[own.Key], tallies) is { } contender) table.Add(contender);
        }

        Take(ProgramDecision.Record(ChallengeClose.Close(program, held, table, ReceivedAt)));
        foreach (var (account, award) in ChallengeClose.Awards(held, table, ReceivedAt)) Keep((Decision.Events)
                Decisions.Decide(StateOf(accounts[account]), award with { CodeSeed = $"{award.Rule}/{award.Period}/{award.Number}" }));
    }

    private void Hold(ProgramVersion version, Draw draw)
    {
        var candidates = Accounts
            .Where(account => DrawHolding.IsCandidate(state.Catalog, version, draw, account))
            .Select(account => account.Id)
            .ToList();
        var held = DrawHolding.Hold(program, version, draw, candidates, DrawInputsOf(draw.Id), ReceivedAt);
        Take(ProgramDecision.Record(held));
        foreach (var (account, award) in DrawHolding.Awards(draw, held, ReceivedAt)) Keep((Decision.Events)
                Decisions.Decide(StateOf(accounts[account]), award with { CodeSeed = $"{award.Rule}/{award.Period}/{award.Number}" }));
    }

    /// <summary>Salt, position and chain of a draw.</summary>
    public static DrawInputs DrawInputsOf(string draw) =>
        new(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("salt " + draw)), 42,
            System.Security.Cryptography.SHA256.HashData("chain"u8));
}
