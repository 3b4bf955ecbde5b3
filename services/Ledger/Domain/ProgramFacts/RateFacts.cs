using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Domain.Programs;

namespace Ledger.Domain.ProgramFacts;

/// <summary>Records rates of exchange (mechanics.md §10) in the program's stream, because they concern the whole program.</summary>
public static class RateFacts
{
    /// <param name="state">The program.</param>
    /// <param name="rate">Well-formed by <see cref="FactChecks"/>.</param>
    /// <param name="now">When the ledger learnt of it.</param>
    public static ProgramDecision Decide(ProgramState state, RateSet rate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rate);
        if (Decisions.Unpublished(state) is { } unpublished) return ProgramDecision.Of(unpublished.Outcome);
        return state.Rates.Recorded(rate.Currency, rate.From) switch
        {
            null => ProgramDecision.Record(new RateRecorded(rate.Program, rate.Currency, rate.From, rate.Rate, rate.From, now)),
            { } known when known == rate.Rate => ProgramDecision.Of(Outcome.Repeated),
            { } known => ProgramDecision.Of(Outcome.Conflict(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rate of {rate.Currency} from {InstantJsonConverter.Format(rate.From)} is recorded as {known}."))),
        };
    }
}
