using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// To which accounts of the general ledger a program's books are posted. What <paramref name="Books"/> names goes there; the other books go
/// to the account of what they are.
/// </summary>
/// <param name="DeferredIncome">What is owed to members: pending, available, held, arrears and transfer.</param>
/// <param name="BreakageIncome">What expired.</param>
/// <param name="Cost">What is granted and taken back: issuance and adjustment, a partner's issuance too.</param>
/// <param name="Redemption">What was spent: redeemed, with a partner too.</param>
/// <param name="Books">By book; <c>issuance:bank-1</c> is a partner's.</param>
/// <param name="Units">Where a unit is posted to other accounts than these.</param>
/// <param name="DatevConsultant">Number of the tax consultant in the header of a DATEV file.</param>
/// <param name="DatevClient">Number of the client there.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AccountingDocument(
    string? DeferredIncome = null, string? BreakageIncome = null, string? Cost = null, string? Redemption = null,
    IReadOnlyDictionary<string, string>? Books = null, IReadOnlyList<UnitAccounts>? Units = null, int? DatevConsultant = null,
    int? DatevClient = null);

/// <summary>The accounts of one unit, where they are others than the program's.</summary>
/// <param name="Unit">points, cashback or fund.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UnitAccounts(
    string Unit, string? DeferredIncome = null, string? BreakageIncome = null, string? Cost = null, string? Redemption = null,
    IReadOnlyDictionary<string, string>? Books = null);

/// <summary>The accounts of the general ledger were set for a program; they replace those before.</summary>
/// <param name="Principal">Who set them.</param>
public sealed record AccountingSet(
    string Program, AccountingDocument Document, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string Principal) : ILedgerEvent;
