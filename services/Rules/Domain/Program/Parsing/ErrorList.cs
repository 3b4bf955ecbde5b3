namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Stable codes of errors in a program document.</summary>
public static class ProgramErrorCodes
{
    public const string UnknownField = "unknown_field";
    public const string DuplicateField = "duplicate_field";
    public const string Missing = "missing";
    public const string WrongType = "wrong_type";
    public const string UnknownValue = "unknown_value";
    public const string OutOfRange = "out_of_range";
    public const string NumberOutOfRange = "number_out_of_range";
    public const string MalformedId = "malformed_id";
    public const string MalformedText = "malformed_text";
    public const string MalformedTime = "malformed_time";
    public const string DuplicateId = "duplicate_id";
    public const string Empty = "empty";
    public const string NotAscending = "not_ascending";
    public const string UnknownScope = "unknown_scope";
    public const string UnknownTier = "unknown_tier";
    public const string UnknownReward = "unknown_reward";
    public const string UnknownPerk = "unknown_perk";
    public const string UnknownMembership = "unknown_membership";
    public const string UnknownSegment = "unknown_segment";
    public const string UnknownPartner = "unknown_partner";
    public const string UnknownCurrency = "unknown_currency";
    public const string UnknownTimeZone = "unknown_time_zone";
    public const string EmptyPeriod = "empty_period";
    public const string VisibleTooLate = "visible_too_late";
    public const string NeverHolds = "never_holds";
    public const string NotAllowedHere = "not_allowed_here";
    public const string DuplicateValue = "duplicate_value";
}

/// <summary>Collects all errors, so that the author of a program sees them at once.</summary>
internal sealed class ErrorList
{
    // Bounds the size of the answer to a document with very many errors.
    private const int CountMax = 1000;

    private readonly List<ProgramError> errors = [];

    public IReadOnlyList<ProgramError> All => errors;

    public void Add(string path, string code, string message)
    {
        if (errors.Count < CountMax) errors.Add(new ProgramError(path, code, message));
    }
}
