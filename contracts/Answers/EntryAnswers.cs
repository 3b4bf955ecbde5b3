using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1.Answers;

/// <summary>
/// A movement of value as answers show it (domain.md §5): the movement's own members, with id, position and type. <see cref="More"/> has
/// the members that only one type of movement has.
/// </summary>
public sealed record Entry : Movement
{
    /// <summary>Id of the stored event.</summary>
    public Guid Id { get; init; }

    /// <summary>Position of the log.</summary>
    public long Position { get; init; }

    /// <summary>The stored name of the movement's type, for example points_accrued.</summary>
    public string Type { get; init; } = "";

    /// <summary>The fund whose money it moves, or several joined by '|'.</summary>
    public string? Fund { get; init; }

    /// <summary>The partner who funds the credit, or with whom the value is redeemed.</summary>
    public string? Partner { get; init; }

    /// <summary>What the movement changes in its wallet; only on a statement.</summary>
    public BalanceAfter? Change { get; init; }

    /// <summary>Members that only movements of this type have.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }
}

/// <summary>A page of an account's entries, which are numbered without gaps.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page: the number of the last entry; absent on the last one.</param>
/// <typeparam name="TEntry">How an entry is held: <see cref="Entry"/>, or JSON that has its form.</typeparam>
public sealed record EntriesAnswer<TEntry>(string AccountId, IReadOnlyList<TEntry> Entries, string? MergedInto = null, long? Next = null);

/// <summary>How an entry came about.</summary>
/// <param name="Evaluation">What the rules gave for the entry's order, as it stood when the entry was made.</param>
/// <param name="Activity">What the rules gave for the activity that caused the entry.</param>
/// <typeparam name="TEntry">How an entry is held: <see cref="Entry"/>, or JSON that has its form.</typeparam>
public sealed record ExplanationAnswer<TEntry>(TEntry Entry, OrderEvaluation? Evaluation = null, ActivityEvaluation? Activity = null);

/// <summary>What happened to an account's value in a period, by effective time.</summary>
/// <param name="From">Inclusive; absent: the beginning.</param>
/// <param name="To">Exclusive; absent: no end.</param>
/// <param name="Wallets">The account's own first, then by owner and unit.</param>
/// <param name="Next">The <c>after</c> of the next page of entries; absent on the last one.</param>
/// <typeparam name="TEntry">How an entry is held: <see cref="Entry"/>, or JSON that has its form.</typeparam>
public sealed record StatementAnswer<TEntry>(
    string Program, string AccountId, IReadOnlyList<WalletStatement> Wallets, IReadOnlyList<TEntry> Entries, DateTimeOffset? From = null,
    DateTimeOffset? To = null, long? Next = null);

/// <summary>A wallet over a period: opening + change = closing.</summary>
public sealed record WalletStatement(string Owner, string Unit, BalanceAfter Opening, BalanceAfter Change, BalanceAfter Closing);
