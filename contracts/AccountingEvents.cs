using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// The accounts of the general ledger to which a program's books are posted. A book named in <paramref name="Books"/> is posted to the
/// account given there; every other book to the account of its kind, one of the first four members.
/// </summary>
/// <param name="DeferredIncome">Account of what is owed to members: the books pending, available, held, arrears and transfer.</param>
/// <param name="BreakageIncome">Account of expired value: the book expired.</param>
/// <param name="Cost">Account of value granted and taken back: the books issuance (partners' included) and adjustment.</param>
/// <param name="Redemption">Account of value spent: the book redeemed, partners' included.</param>
/// <param name="Books">Accounts of single books, by the book's name; <c>issuance:bank-1</c> is the issuance book of the partner
/// bank-1.</param>
/// <param name="Units">Accounts of single units, which replace the program's.</param>
/// <param name="DatevConsultant">Number of the tax consultant in the header of a DATEV file.</param>
/// <param name="DatevClient">The consultant's number for the client, in the same header.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AccountingDocument(
    string? DeferredIncome = null, string? BreakageIncome = null, string? Cost = null, string? Redemption = null,
    IReadOnlyDictionary<string, string>? Books = null, IReadOnlyList<UnitAccounts>? Units = null, int? DatevConsultant = null,
    int? DatevClient = null);

/// <summary>The accounts of one unit that replace the program's.</summary>
/// <param name="Unit">points, cashback or fund.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UnitAccounts(
    string Unit, string? DeferredIncome = null, string? BreakageIncome = null, string? Cost = null, string? Redemption = null,
    IReadOnlyDictionary<string, string>? Books = null);

/// <summary>The accounts of the general ledger were set for a program; they replace the earlier ones.</summary>
/// <param name="Principal">Who set them.</param>
public sealed record AccountingSet(
    string Program, AccountingDocument Document, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string Principal) : ILedgerEvent;
