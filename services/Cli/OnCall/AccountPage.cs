using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Cli.OnCall;

/// <summary>The data shown of an account.</summary>
/// <param name="Balance">The account's wallets.</param>
/// <param name="Standing">The account's standing.</param>
/// <param name="Expiring">What expires, by unit and local month, the earliest first.</param>
/// <param name="Holds">The holds that are open, the latest first.</param>
/// <param name="HeldElsewhere">Value held by holds that came by a merge and so are not among the account's own entries.</param>
/// <param name="Entries">The last movements, the latest first.</param>
internal sealed record AccountPage(
    LedgerAnswer<BalanceAnswer> Balance, LedgerAnswer<StandingAnswer> Standing, IReadOnlyList<ExpiringSum> Expiring,
    IReadOnlyList<LedgerAnswer<HoldAnswer>> Holds, decimal HeldElsewhere, IReadOnlyList<JsonElement> Entries)
{
    /// <summary>The JSON for programs: the service's own answers, and what this tool derived from them.</summary>
    public JsonObject ToJson() => new()
    {
        ["balance"] = JsonObject.Create(Balance.Json),
        ["standing"] = JsonObject.Create(Standing.Json),
        ["expiring"] = JsonSerializer.SerializeToNode(Expiring, Wire.Options),
        ["holds"] = new JsonArray([.. Holds.Select(hold => JsonObject.Create(hold.Json))]),
        ["heldElsewhere"] = HeldElsewhere,
        ["entries"] = new JsonArray([.. Entries.Select(entry => JsonObject.Create(entry))]),
    };
}

/// <summary>What expires in one month.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Month">A month in the program's time zone, like 2012-03.</param>
/// <param name="Amount">Pending, available and held value of the lots that expire in it, if nothing is spent before.</param>
internal sealed record ExpiringSum(string Unit, string Month, decimal Amount)
{
    /// <summary>Sums lots by the month of their expiry; lots that never expire are left out.</summary>
    public static IReadOnlyList<ExpiringSum> Of(IEnumerable<LotListed> lots, TimeZoneInfo zone) =>
    [
        .. from lot in lots
           where lot.ExpiresAt is not null && lot.Pending + lot.Available + lot.Held > 0
           let local = TimeZoneInfo.ConvertTime(lot.ExpiresAt!.Value, zone)
           group lot by (lot.Unit, local.Year, local.Month) into month
           orderby month.Key.Unit == "points" ? 0 : 1, month.Key.Unit, month.Key.Year, month.Key.Month
           select new ExpiringSum(
               month.Key.Unit, FormattableString.Invariant($"{month.Key.Year:0000}-{month.Key.Month:00}"),
               month.Sum(lot => lot.Pending + lot.Available + lot.Held)),
    ];
}
