using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Claims on funds and grants of rewards as commands (mechanics.md §4, §5).</summary>
public sealed class ClaimAndGrantTests : ServiceTests
{
    private const string Members = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
        "funds": [ { "id": "mdf", "percent": 10, "scope": "goods", "claimDays": 30 } ],
        "rewards": [ { "id": "mug", "cost": 10, "kind": "item" }, { "id": "gift", "kind": "voucher", "cost": 10, "amount": 5 } ],
        "milestones": [ { "id": "stamp", "every": 100, "scope": "goods", "reward": "mug" }, { "id": "lucky", "every": 300,
          "scope": "goods", "reward": "gift" } ]
        """;

    private Till Till { get; } = new(Api, TheService.Broker);

    private string P => Shop.Program;

    private static ClaimProof Proof { get; } = new("invoice", new string('a', 64), "https://files.example/1");

    [Test]
    public async Task A_claim_is_made_proved_and_approved_by_somebody_else_over_either_transport()
    {
        await PublishAsync(Members);
        await RecordAsync(Shop.Order("1"));
        var claim = new ClaimFund(P, "c1", "A", "mdf", 6, "trade fair", [], "spring", Principal: "ann");
        var made = await Till.AskAsync(claim);
        Assert.That((made.Outcome, made.Code, made.Reply?.State), Is.EqualTo(("recorded", (string?)null, "requested")));
        Assert.That((await Till.AskAsync(claim)).Outcome, Is.EqualTo("repeated"));
        Assert.That((await Till.AskAsync(new ApproveClaim(P, "k", "c1", Principal: "bob"))).Code, Is.EqualTo("proof_missing"));
        Assert.That((await Till.PostAsync(new AddClaimProofs(P, "p1", "c1", [Proof]))).Outcome, Is.EqualTo("recorded"));
        Assert.That((await Till.AskAsync(new ApproveClaim(P, "k", "c1", Principal: "ann"))).Code, Is.EqualTo("same_principal"));
        Assert.That((await Till.AskAsync(new ApproveClaim(P, "k", "c1", 7, Principal: "bob"))).Code, Is.EqualTo("above_claimed"));
        Assert.That(
            (await Till.AskAsync(new ClaimFund(P, "c2", "A", "mdf", 5, "x", [], "y"))).Code, Is.EqualTo("insufficient_balance"),
            "6 of 10 are held");

        var approved = await Till.PostAsync(new ApproveClaim(P, "k1", "c1", 4));

        Assert.That(
            (approved.Outcome, approved.Reply?.State, approved.Reply?.Amount), Is.EqualTo(("recorded", "approved", 4m)), approved.Code);
        Assert.That((await Till.PostAsync(new RejectClaim(P, "k2", "c1", "late"))).Code, Is.EqualTo("claim_closed"));
        Assert.That((await Till.PostAsync(new RejectClaim(P, "k2", "none", "late"))).Code, Is.EqualTo("unknown_claim"));
        Assert.That((await Till.PostAsync(new ClaimFund(P, "c3", "A", "none", 1, "x", [], "y"))).Code, Is.EqualTo("unknown_fund"));
        Assert.That(
            (await Till.PostAsync(new ClaimFund(P, "c3", "A", "mdf", 1, "x", [Proof with { Sha256 = "zz" }], "y"))).Code,
            Is.EqualTo("invalid_value"));
        Assert.That((await Till.PostAsync(new ClaimFund(P, "c3", "A", "mdf", 1, "x", [], " "))).Code, Is.EqualTo("reason_required"));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task A_grant_is_fulfilled_once_and_a_voucher_is_fulfilled_at_once_with_a_code_that_nobody_can_guess()
    {
        await PublishAsync(Members);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 300)), Shop.Order("2", account: "B", lines: Shop.Line("L1", 300)));
        var codes = (await EventsAsync()).OfType<VoucherIssued>().Select(voucher => voucher.Code).ToList();
        Assert.That(codes, Has.Count.EqualTo(2));
        Assert.That(codes.Distinct().Count(), Is.EqualTo(2), "each fact has a seed of its own");

        Assert.That((await Till.PostAsync(new FulfilGrant(P, "f1", "stamp-A-1", "parcel 9"))).Reply?.State, Is.EqualTo("fulfilled"));
        Assert.That((await Till.PostAsync(new FulfilGrant(P, "f1", "stamp-A-1", "parcel 9"))).Outcome, Is.EqualTo("repeated"));
        Assert.That((await Till.AskAsync(new CancelGrant(P, "f2", "stamp-A-1", "late"))).Code, Is.EqualTo("grant_closed"));
        Assert.That((await Till.AskAsync(new CancelGrant(P, "f3", "stamp-A-2", "not wanted"))).Reply?.State, Is.EqualTo("cancelled"));
        Assert.That((await Till.AskAsync(new FulfilGrant(P, "f4", "stamp-A-9"))).Code, Is.EqualTo("unknown_grant"));
        Assert.That((await Till.PostAsync(new FulfilGrant(P, "f4", "lucky-A-1"))).Code, Is.EqualTo("grant_closed"));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task Two_accounts_never_have_a_grant_of_one_id()
    {
        await PublishAsync("""
            "rewards": [ { "id": "mug", "cost": 10, "kind": "item" } ],
            "milestones": [ { "id": "a", "every": 100, "scope": "goods", "reward": "mug" }, { "id": "a-b", "every": 100, "scope": "goods",
              "reward": "mug" } ]
            """);
        await RecordAsync(Shop.Order("1", account: "b-C"), Shop.Order("2", account: "C"), Shop.Order("3", account: "C"));

        Assert.That((await EventsAsync()).OfType<GrantIssued>().Select(grant => grant.GrantId),
            Is.EqualTo(new[] { "a-b-C-1", "a-b-b-C-1", "a-C-1", "a-b-C-1~2", "a-C-2", "a-b-C-2" }));
        await StateChecked.NothingIsFoundAsync(Api);
    }
}
