using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>The general-ledger accounts that a program's books are posted to: a document that is checked and replaced as a whole.</summary>
public static class Accounting
{
    public const string NoAccounting = "no_accounting";
    public const string MalformedAccount = "malformed_account";
    public const string UnknownBook = "unknown_book";

    private const int AccountLengthMax = 20;
    private const int NumberMax = 9_999_999;

    private static readonly HashSet<string> OwnBooks = [.. Enum.GetValues<Book>().Select(BookNames.NameOf)];

    /// <summary>What is wrong with a document, in the document's order; empty when nothing is.</summary>
    public static IReadOnlyList<ProgramError> Check(AccountingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var own = new UnitAccounts(
            "", document.DeferredIncome, document.BreakageIncome, document.Cost, document.Redemption, document.Books);
        return [.. Of(own, "$"), .. OfDatev(document), .. OfUnits(document.Units ?? [])];
    }

    /// <summary>Sets the accounts. Setting the same accounts again is a repeat.</summary>
    /// <param name="document">A document that <see cref="Check"/> found no fault in.</param>
    public static ProgramDecision Set(ProgramState state, AccountingDocument document, DateTimeOffset now, string principal)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Decisions.Unpublished(state) is { } unpublished) return ProgramDecision.Of(unpublished.Outcome);
        return state.Accounting is { } set && Text(set.Document) == Text(document) ? ProgramDecision.Of(Outcome.Repeated)
            : ProgramDecision.Record(new AccountingSet(state.Catalog.Program, InOrder(document), now, now, principal));
    }

    /// <summary>The same document with books and units in ordinal order, so that equal documents have equal texts.</summary>
    public static AccountingDocument InOrder(AccountingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document with
        {
            Books = Sorted(document.Books),
            Units = document.Units?.OrderBy(unit => unit.Unit, StringComparer.Ordinal)
                .Select(unit => unit with { Books = Sorted(unit.Books) }).ToList(),
        };
    }

    private static string Text(AccountingDocument document) => JsonSerializer.Serialize(InOrder(document), Wire.Options);

    private static SortedDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string>? books) =>
        books is null ? null : new SortedDictionary<string, string>(books.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<ProgramError> OfDatev(AccountingDocument document)
    {
        (string Name, int? Number)[] numbers = [("datevConsultant", document.DatevConsultant), ("datevClient", document.DatevClient)];
        return numbers.Where(one => one.Number is <= 0 or > NumberMax)
            .Select(one => Error($"$.{one.Name}", Refusals.InvalidValue, $"is 1 to {NumberMax}."));
    }

    private static IEnumerable<ProgramError> OfUnits(IReadOnlyList<UnitAccounts> units)
    {
        var known = new HashSet<string>();
        foreach (var (unit, at) in units.Select((unit, at) => (unit, $"$.units[{at}]")))
        {
            if (!Units.Has(unit.Unit))
            {
                yield return Error($"{at}.unit", Refusals.UnknownUnit, "is points, cashback or fund.");
            }
            else if (!known.Add(unit.Unit))
            {
                yield return Error($"{at}.unit", Refusals.InvalidValue, "is there twice.");
            }

            foreach (var error in Of(unit, at)) yield return error;
        }
    }

    private static IEnumerable<ProgramError> Of(UnitAccounts accounts, string path)
    {
        var books = accounts.Books ?? new Dictionary<string, string>();
        (string Name, string? Account)[] roles =
        [
            ("deferredIncome", accounts.DeferredIncome), ("breakageIncome", accounts.BreakageIncome), ("cost", accounts.Cost),
            ("redemption", accounts.Redemption),
        ];
        foreach (var book in books.Keys)
        {
            if (!OwnBooks.Contains(book) && Books.PartnerOf(book) is not { Length: > 0 })
            {
                yield return Error($"{path}.books", UnknownBook, $"names {book}, which is no book.");
            }
        }

        foreach (var (name, account) in roles.Concat(books.Select(one => ($"books.{one.Key}", (string?)one.Value))))
        {
            if (account is null || IsAccount(account)) continue;
            yield return Error($"{path}.{name}", MalformedAccount, $"is 1 to {AccountLengthMax} letters, digits, dots and hyphens.");
        }
    }

    private static ProgramError Error(string path, string code, string what) => new(path, code, $"{path} {what}");

    private static bool IsAccount(string account) =>
        account.Length is > 0 and <= AccountLengthMax && account.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
}
