using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Points by owner, and what a cap on the contact's share does (domain.md §4).</summary>
[TestFixture]
public sealed class OwnerSplitTests
{
    [TestCase(0, 0, "ann", "100", "")]
    [TestCase(50, 0, "ann", "100", "account:50")]
    [TestCase(50, 20, "ann", "100", "account:30 ann:20")]
    [TestCase(50, 50, "ann", "100", "ann:50")]
    [TestCase(50, 20, null, "100", "account:50")]
    [TestCase(59, 20, "ann", "20", "account:48 ann:11", Description = "20 % of 59 is 11.8, rounded down.")]
    [TestCase(59, 5, "ann", "20", "account:54 ann:5")]
    [TestCase(50, 20, "ann", "0", "account:50")]
    [TestCase(long.MaxValue, long.MaxValue, "ann", "50", "account:4611686018427387904 ann:4611686018427387903")]
    public void The_contact_has_up_to_the_cap_and_the_account_the_rest(
        long total, long ofContact, string? contact, string cap, string expected) =>
        Assert.That(
            string.Join(' ', OwnerSplit.Of(total, ofContact, contact, Exact.Parse(cap)).Select(owner => $"{owner.Owner}:{owner.Points}")),
            Is.EqualTo(expected));
}
