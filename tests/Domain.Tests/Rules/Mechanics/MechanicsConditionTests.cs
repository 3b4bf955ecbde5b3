using Ledger.Rules.Domain.Evaluation;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>
/// The conditions on segments, perks, memberships, partners and NPS, of an order and of a time alone (domain.md §3, mechanics.md §6).
/// </summary>
[TestFixture]
public sealed class MechanicsConditionTests
{
    private const string Program = """
        "perks": [ { "id": "fast" }, { "id": "lounge" } ], "memberships": [ { "id": "plus", "fee": 1, "months": 1 }, { "id": "pro",
          "fee": 1, "months": 1 } ],
        "partners": [ { "id": "bank", "pointCost": 1 }, { "id": "air", "pointCost": 1 } ],
        "segments": [ { "id": "repeat", "when": { "ordersAtLeast": 2 } }, { "id": "big", "when": { "ordersAtLeast": 9 } } ]
        """;

    [TestCase("{ \"segmentIn\": [ \"big\", \"repeat\" ] }", null)]
    [TestCase("{ \"segmentIn\": [ \"big\" ] }", "when.segmentIn")]
    [TestCase("{ \"segmentIn\": [] }", null)]
    [TestCase("{ \"perkIn\": [ \"fast\" ] }", null)]
    [TestCase("{ \"perkIn\": [ \"lounge\" ] }", "when.perkIn")]
    [TestCase("{ \"membershipIn\": [ \"pro\", \"plus\" ] }", null)]
    [TestCase("{ \"membershipIn\": [ \"pro\" ] }", "when.membershipIn")]
    [TestCase("{ \"partnerIn\": [ \"bank\" ] }", null)]
    [TestCase("{ \"partnerIn\": [ \"air\" ] }", "when.partnerIn")]
    [TestCase("{ \"npsAtLeast\": 8 }", null)]
    [TestCase("{ \"npsAtLeast\": 9 }", "when.npsAtLeast")]
    [TestCase(
        "{ \"npsAtLeast\": 9, \"membershipIn\": [ \"pro\" ] }", "when.membershipIn",
        Description = "The first that fails is named, in the order of the page.")]
    public void All_given_conditions_must_hold(string when, string? reason)
    {
        var standing = Orders.Standing() with { Segments = ["repeat"], Perks = ["fast"], Memberships = ["plus"], Nps = 8 };
        Assert.That(Judge(when, standing, "bank"), Is.EqualTo(reason));
    }

    [TestCase("{ \"segmentIn\": [ \"repeat\" ] }", "when.segmentIn")]
    [TestCase("{ \"perkIn\": [ \"fast\" ] }", "when.perkIn")]
    [TestCase("{ \"membershipIn\": [ \"plus\" ] }", "when.membershipIn")]
    [TestCase("{ \"partnerIn\": [ \"bank\" ] }", "when.partnerIn")]
    [TestCase("{ \"npsAtLeast\": 0 }", "when.npsAtLeast", Description = "No score is not a score of 0.")]
    public void A_new_account_has_none_of_it(string when, string reason) => Assert.That(Judge(when, null, null), Is.EqualTo(reason));

    private static string? Judge(string when, Standing? standing, string? partner)
    {
        var catalog = Programs.Catalog($"{Program}, \"earning\": [ {{ \"id\": \"x\", \"points\": 1, \"per\": 1, \"when\": {when} }} ]");
        return OrderRules.Evaluate(catalog, Orders.Of(Orders.Line("A", 100)) with { PartnerId = partner }, standing).Earning[0].Reason;
    }
}
