using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>The accounts of the general ledger as fields of a form. A field is named by its unit and role: <c>points.cost</c>, and without
/// a unit, for the whole program, <c>cost</c>.</summary>
public static class AccountingForm
{
    /// <summary>The field for accounts of single books, one per line.</summary>
    public const string Books = "books";

    /// <summary>The field of DATEV's consultant.</summary>
    public const string Consultant = "datevConsultant";

    /// <summary>The field of DATEV's client.</summary>
    public const string Client = "datevClient";

    /// <summary>The roles of accounts; each has a field for the program and for each unit.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["deferredIncome", "breakageIncome", "cost", "redemption"];

    /// <summary>The program as a whole (an empty text), and the units.</summary>
    public static IReadOnlyList<string> Units { get; } = ["", "points", "cashback", "fund"];

    /// <summary>The name of a field.</summary>
    public static string FieldOf(string unit, string name) => unit?.Length > 0 ? $"{unit}.{name}" : name;

    /// <summary>The text of a field for a document; empty if the document does not set it.</summary>
    public static string ValueOf(AccountingDocument? document, string unit, string name)
    {
        if (document is null) return "";
        var own = unit?.Length > 0
            ? document.Units?.FirstOrDefault(one => one.Unit == unit)
            : new UnitAccounts(
                "", document.DeferredIncome, document.BreakageIncome, document.Cost, document.Redemption, document.Books);
        return name switch
        {
            "deferredIncome" => own?.DeferredIncome ?? "",
            "breakageIncome" => own?.BreakageIncome ?? "",
            "cost" => own?.Cost ?? "",
            "redemption" => own?.Redemption ?? "",
            _ => string.Join('\n', own?.Books?.Select(book => $"{book.Key} {book.Value}") ?? []),
        };
    }

    /// <summary>Makes a document of the fields.</summary>
    /// <param name="field">Gets a field's text; empty if it was not filled in.</param>
    /// <param name="consultant">Number of the consultant in DATEV files.</param>
    /// <param name="client">Number of the client in DATEV files.</param>
    public static AccountingDocument Read(Func<string, string> field, int? consultant, int? client)
    {
        ArgumentNullException.ThrowIfNull(field);
        var program = OfUnit(field, "");
        UnitAccounts[] units =
        [
            .. Units.Where(unit => unit.Length > 0).Select(unit => OfUnit(field, unit))
                .Where(accounts => accounts != new UnitAccounts(accounts.Unit)),
        ];
        return new AccountingDocument(
            program.DeferredIncome, program.BreakageIncome, program.Cost, program.Redemption, program.Books,
            units.Length == 0 ? null : units, consultant, client);
    }

    /// <summary>The field that an error is about; null if it is about none.</summary>
    /// <param name="document">The document that was sent.</param>
    /// <param name="path">As the API names it: <c>$.units[0].cost</c>.</param>
    public static string? FieldOf(AccountingDocument document, string path)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(path);
        for (var i = 0; i < document.Units?.Count; i++)
        {
            var below = FormattableString.Invariant($"$.units[{i}].");
            if (path.StartsWith(below, StringComparison.Ordinal)) return FieldOf(document.Units[i].Unit, RoleOf(path[below.Length..]));
        }

        return path.StartsWith("$.", StringComparison.Ordinal) ? RoleOf(path[2..]) : null;
    }

    /// <summary>The errors by field.</summary>
    public static ILookup<string, DocumentError> Errors(AccountingDocument document, IEnumerable<DocumentError> errors) =>
        errors.ToLookup(error => FieldOf(document, error.Path) ?? "");

    private static string RoleOf(string below) => below.Split('.')[0];

    private static UnitAccounts OfUnit(Func<string, string> field, string unit)
    {
        string? Account(string role) => field(FieldOf(unit, role)) is { Length: > 0 } text ? text : null;
        return new UnitAccounts(
            unit, Account("deferredIncome"), Account("breakageIncome"), Account("cost"), Account("redemption"),
            BooksOf(field(FieldOf(unit, Books))));
    }

    // A book and its account with a blank or an equals sign between them. A book without an account is refused by the API, not left out.
    private static Dictionary<string, string>? BooksOf(string text)
    {
        var books = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split([' ', '\t', '='], 2, StringSplitOptions.TrimEntries);
            books[parts[0]] = parts.Length > 1 ? parts[1].TrimStart('=', ' ') : "";
        }

        return books.Count == 0 ? null : books;
    }
}
