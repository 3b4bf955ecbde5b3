using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Random histories with all of mechanics.md, through the model alone: checks invariants.</summary>
public sealed class MechanicsHistoryTests
{
    private const int Seeds = 60;
    private const int Length = 240;

    /// <summary>What must occur in some history, or the histories no longer test it.</summary>
    private static readonly string[] Wanted =
    [
        .. "ActivityCompleted ActivityRevoked MembershipPurchased MembershipRefunded RateSet".Split(' ').Select(kind => kind + " Recorded"),
        .. "ClaimFund AddClaimProofs ApproveClaim RejectClaim".Split(' ').Select(kind => kind + " Recorded"),
        .. "FulfilGrant CancelGrant MergeAccounts".Split(' ').Select(kind => kind + " Recorded"),
        .. "ActivityRevoked MembershipRefunded".Split(' ').Select(kind => kind + " Parked"),
        .. "ActivityCompleted MembershipPurchased RateSet".Split(' ').SelectMany(kind => new[] { $"{kind} Repeated", $"{kind} Conflict" }),
        .. "invalid_score unknown_membership unknown_partner no_rate currency_mismatch partner_may_not_redeem".Split(' '),
        .. "proof_missing same_principal".Split(' '),
        .. "unknown_fund unknown_claim claim_closed above_claimed unknown_grant grant_closed program_closed insufficient_balance".Split(
            ' '),
    ];

    [Test]
    public void Books_budgets_milestones_and_claims_add_up_after_every_step()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var model = Published(seed);
            foreach (var step in M.RandomHistory.Make(seed, Length, mechanics: true))
            {
                var outcome = model.Do(step, InMemoryLedger.ReceivedAt);
                seen.Add($"{((object?)step.Fact ?? step.Command)!.GetType().Name} {outcome.Result}");
                if (outcome.Code is { } code) seen.Add(code);
                Assert.That(() => model.Check(M.RandomProgram.Id), Throws.Nothing, $"seed {seed}: {Comparison.Text(step)}");
            }
        }

        Assert.That(Wanted.Except(seen), Is.Empty, "what no history does any more");
    }

    [Test]
    public void Facts_that_come_again_change_nothing()
    {
        for (var seed = 1; seed <= Seeds / 3; seed++)
        {
            var model = Published(seed);
            var recorded = new List<M.Fact>();
            foreach (var step in M.RandomHistory.Make(seed, Length, mechanics: true))
            {
                if (model.Do(step, InMemoryLedger.ReceivedAt).Result == M.Result.Recorded && step.Fact is { } fact) recorded.Add(fact);
            }

            var before = model.Exports(M.RandomProgram.Id);
            foreach (var fact in recorded)
            {
                Assert.That(model.Apply(fact, InMemoryLedger.ReceivedAt).Result, Is.EqualTo(M.Result.Repeated), $"seed {seed}: {fact}");
            }

            Assert.That(model.Exports(M.RandomProgram.Id), Is.EqualTo(before), $"seed {seed}");
        }
    }

    [Test]
    public void The_same_history_ends_the_same_however_often_the_clock_is_advanced()
    {
        for (var seed = 1; seed <= Seeds / 3; seed++)
        {
            var last = M.RandomHistory.Make(seed, Length, mechanics: true)[^1].Command!.At!.Value;
            var once = Published(seed);
            var often = Published(seed);
            foreach (var step in M.RandomHistory.Make(seed, Length, mechanics: true).SkipLast(1))
            {
                once.Do(step, InMemoryLedger.ReceivedAt);
                often.Do(step, InMemoryLedger.ReceivedAt);
            }

            once.AdvanceClock(M.RandomProgram.Id, last);
            while (often.NextProgramWork(M.RandomProgram.Id) is { } at && at <= last) often.AdvanceClock(M.RandomProgram.Id, at);
            often.AdvanceClock(M.RandomProgram.Id, last);
            Assert.That(often.Exports(M.RandomProgram.Id), Is.EqualTo(once.Exports(M.RandomProgram.Id)), $"seed {seed}");
        }
    }

    [Test]
    public void Partial_returns_end_where_one_full_return_ends()
    {
        for (var seed = 1; seed <= Seeds / 3; seed++)
        {
            var parts = Published(seed);
            var whole = Published(seed);
            var orders = new Dictionary<string, M.Order>(StringComparer.Ordinal);
            foreach (var step in M.RandomHistory.Make(seed, Length, merges: false, mechanics: true))
            {
                if (step.Fact is not (M.OrderPlaced or M.ActivityCompleted or M.MembershipPurchased or M.RateSet)) continue;
                whole.Do(step, InMemoryLedger.ReceivedAt);
                var outcome = parts.Do(step, InMemoryLedger.ReceivedAt);
                if (outcome.Result == M.Result.Recorded && step.Fact is M.OrderPlaced placed) orders[placed.Order.OrderId] = placed.Order;
            }

            var at = InMemoryLedger.ReceivedAt;
            foreach (var order in orders.Values)
            {
                var all = order.Lines.Select(line => new M.ReturnLine(line.LineId, line.Quantity)).ToList();
                M.OrderReturned Back(string id, params List<M.ReturnLine> lines) =>
                    new(order.Program, order.Source, order.OrderId, id, at, lines);
                Recorded(whole.Apply(Back("all", all)));
                foreach (var line in all)
                {
                    var half = decimal.Floor(line.Quantity / 2);
                    if (half > 0) Recorded(parts.Apply(Back("1" + line.LineId, line with { Quantity = half })));
                    Recorded(parts.Apply(Back("2" + line.LineId, line with { Quantity = line.Quantity - half })));
                }
            }

            parts.Check(M.RandomProgram.Id);
            var (left, right) = (parts.Exports(M.RandomProgram.Id), whole.Exports(M.RandomProgram.Id));
            Assert.That(left.Entitlements, Is.EqualTo(right.Entitlements), $"seed {seed}");
            Assert.That(left.Entitlements.Split('\n').Skip(1).SkipLast(1), Has.All.EndsWith(",0"), "a full return ends at zero");
            Assert.That(left.Rebates, Is.EqualTo(right.Rebates), $"seed {seed}");
        }
    }

    private static void Recorded(M.Outcome outcome) => Assert.That(outcome.Result, Is.EqualTo(M.Result.Recorded), outcome.Code);

    private static M.ModelLedger Published(int seed)
    {
        var model = new M.ModelLedger();
        foreach (var version in M.RandomProgram.VersionsWithMechanics(seed)) model.PublishProgram(version);
        return model;
    }
}
