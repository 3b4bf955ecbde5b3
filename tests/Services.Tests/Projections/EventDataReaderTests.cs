using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Host.Reading;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

public sealed class EventDataReaderTests
{
    [Test]
    public void Reads_every_event_of_an_account_and_says_which_others_it_leaves_out()
    {
        var left = EventNames.All.Where(pair => !EventDataReader.Reads(pair.Key)).Select(pair => pair.Key);

        Assert.That(left, Is.EquivalentTo(new[]
        {
            "fact_parked", "fact_unparked", "reward_returned", "reward_taken", "rate_recorded", "budget_reached", "program_fact_parked",
            "program_fact_unparked", "webhook_disabled", "period_close_requested", "accounting_set",
        }));
    }

    [Test]
    public void Sees_what_the_contracts_say()
    {
        foreach (var one in Sample.History(new Given("acme")))
        {
            var seen = EventDataReader.Read(
                EventNames.Of(one.GetType()), JsonSerializer.SerializeToUtf8Bytes(one, one.GetType(), Wire.Options))!;
            Assert.That(seen.EffectiveAt, Is.EqualTo(one.EffectiveAt));
            if (one is IAccountEvent account) Assert.That(((AccountEventData)seen).AccountId, Is.EqualTo(account.AccountId));
            if (one is Movement movement)
            {
                var entry = (EntryData)seen;
                Assert.That(
                    (entry.Sequence, entry.Owner, entry.Unit, entry.Opened, entry.Cause.OrderId),
                    Is.EqualTo((movement.Sequence, movement.Owner, movement.Unit, movement.Opened, movement.Cause.OrderId)));
                Assert.That(entry.Moves, Is.EqualTo(movement.Moves));
            }

            if (one is DiscountComputed computed)
            {
                var result = ((EvaluationData)seen).Evaluation;
                Assert.That(
                    (result.Net, result.Variance, result.Frozen.Tier),
                    Is.EqualTo((computed.Evaluation.Net.ToString(), computed.Evaluation.Variance, computed.Evaluation.Frozen.Tier)));
                Assert.That(result.Measures.Scopes, Is.EqualTo(computed.Evaluation.Measures.Scopes));
                Assert.That(((EvaluationData)seen).Previous?.Scopes, Is.EqualTo(computed.Previous?.Scopes));
            }
        }
    }
}
