namespace Ledger.Projections.Domain.Papers;

/// <summary>The texts of a statement in one language. Numbers in braces are placeholders, filled in the order given at each text.</summary>
public sealed partial record StatementTexts
{
    public required string Title { get; init; }

    public required string Account { get; init; }

    public required string Program { get; init; }

    public required string Period { get; init; }

    /// <summary>A period with both ends: first and last day or moment.</summary>
    public required string Between { get; init; }

    /// <summary>A period without a beginning.</summary>
    public required string Until { get; init; }

    /// <summary>A period without an end.</summary>
    public required string Since { get; init; }

    /// <summary>A period without ends.</summary>
    public required string AllTime { get; init; }

    public required string TimeZone { get; init; }

    public required string MadeAt { get; init; }

    /// <summary>The account's own wallet: its unit.</summary>
    public required string OwnWallet { get; init; }

    /// <summary>A contact's wallet: the contact, its unit.</summary>
    public required string ContactWallet { get; init; }

    public required string Points { get; init; }

    public required string Cashback { get; init; }

    public required string FundMoney { get; init; }

    public required string Number { get; init; }

    public required string Date { get; init; }

    public required string What { get; init; }

    public required string Amount { get; init; }

    public required string Pending { get; init; }

    public required string Available { get; init; }

    public required string Held { get; init; }

    /// <summary>Arrears.</summary>
    public required string Owed { get; init; }

    public required string Opening { get; init; }

    public required string Change { get; init; }

    public required string Closing { get; init; }

    public required string Nothing { get; init; }

    /// <summary>The heading of the table of what expires: the moment it was true.</summary>
    public required string Expiring { get; init; }

    public required string UsableUntil { get; init; }

    public required string Lots { get; init; }

    public required string Order { get; init; }

    public required string Return { get; init; }

    public required string Rule { get; init; }

    public required string Activity { get; init; }

    public required string Fund { get; init; }

    public required string Partner { get; init; }

    public required string Reason { get; init; }

    /// <summary>The foot: position, position of the chain value, chain value.</summary>
    public required string Proof { get; init; }

    /// <summary>The page's number, the number of pages.</summary>
    public required string Page { get; init; }

    /// <summary>The names of movements, by the stored name of their type.</summary>
    public required IReadOnlyDictionary<string, string> Movements { get; init; }

    /// <summary>The name of a movement; for a type that has none here, its stored name.</summary>
    public string MovementOf(string type) => Movements.GetValueOrDefault(type, type);
}
