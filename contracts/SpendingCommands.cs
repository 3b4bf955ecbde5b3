using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>A command about value. A repeated key with the same content is answered with the first outcome; with other content it is a
/// conflict (domain.md §2).</summary>
public interface ISpendingCommand
{
    public string Program { get; }

    /// <summary>The Idempotency-Key, which is also the id of what the command makes.</summary>
    public string Key { get; }

    /// <summary>When it happened in business; absent: now, or the account's clock where the program's clock is manual.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>
    /// Who asks. Over HTTP the name of the caller's key, whatever the body says. Over the bus, which has no keys, the name that the message
    /// gives, or <c>bus</c>.
    /// </summary>
    public string? Principal { get; }
}

/// <summary>Sets value aside for a purchase. The hold's id is the key.</summary>
/// <param name="Amount">Points, or money; this or <paramref name="Value"/>.</param>
/// <param name="Value">Money: as many points as are worth at least this.</param>
/// <param name="Source">With <paramref name="OrderId"/>: the order that the hold is for.</param>
/// <param name="PartnerId">The partner with whom the value is spent once the hold is captured (mechanics.md §7).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record HoldPoints(
    string Program, string Key, string AccountId, int TtlMinutes,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Amount = null,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Value = null,
    string Owner = "account", string Unit = "points", string? Reason = null, string? Source = null, string? OrderId = null,
    DateTimeOffset? At = null, string? Principal = null, string? PartnerId = null) : ISpendingCommand;

/// <summary>Spends a hold, whole or in part; the rest goes back to its lots. The redemption's id is the key.</summary>
/// <param name="Amount">Points or money; absent: all of the hold.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CaptureHold(
    string Program, string Key, string HoldId, [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Amount = null,
    DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Gives a hold's value back to its lots.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReleaseHold(string Program, string Key, string HoldId, DateTimeOffset? At = null, string? Principal = null)
    : ISpendingCommand;

/// <summary>Spends value at once. The redemption's id is the key.</summary>
/// <param name="For">order, reward, voucher or cash.</param>
/// <param name="Amount">Points, or money; this or <paramref name="Value"/>, and neither for a reward.</param>
/// <param name="Value">Money: as many points as are worth at least this.</param>
/// <param name="Source">With <paramref name="OrderId"/>: the order that the redemption pays for.</param>
/// <param name="Reward">The reward that the redemption buys.</param>
/// <param name="ValidMonths">For a voucher: local months until it expires; absent: it does not expire.</param>
/// <param name="PartnerId">The partner with whom the value is spent (mechanics.md §7).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RedeemPoints(
    string Program, string Key, string AccountId, string For,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Amount = null,
    [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Value = null, string Owner = "account", string Unit = "points",
    string? Source = null, string? OrderId = null, string? Reward = null, int? ValidMonths = null, DateTimeOffset? At = null,
    string? Principal = null, string? PartnerId = null) : ISpendingCommand;

/// <summary>Undoes a redemption, whole or in part, any number of times up to its amount.</summary>
/// <param name="Amount">Points or money; absent: all that is left of the redemption.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReverseRedemption(
    string Program, string Key, string RedemptionId, [property: JsonConverter(typeof(AmountOrNoneJsonConverter))] decimal? Amount = null,
    DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Adds or takes value by hand. An adjustment above the program's limit waits for another principal's approval. Its id is the
/// key.</summary>
/// <param name="Amount">Points or money; below 0 to take value, never 0.</param>
/// <param name="Reason">A reason code.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdjustPoints(
    string Program, string Key, string AccountId, [property: JsonConverter(typeof(AmountJsonConverter))] decimal Amount, string Reason,
    string Owner = "account", string Unit = "points", DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>
/// Brings a balance over from another system, as a lot with its own dates. The account may begin with it. The balance's id is the key, so
/// the same file of balances can be sent again.
/// </summary>
/// <param name="Amount">Above 0.</param>
/// <param name="EarnedAt">Since when the value could be spent in the other system; not after the command's time. Absent: now.</param>
/// <param name="ExpiresAt">Must be after the command's time. Absent: by the program's rule from <paramref name="EarnedAt"/>; cashback never
/// expires then.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenBalance(
    string Program, string Key, string AccountId, [property: JsonConverter(typeof(AmountJsonConverter))] decimal Amount,
    string Owner = "account", string Unit = "points", DateTimeOffset? EarnedAt = null, DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Approves a waiting adjustment, which takes effect now. The approver must not be the one who asked for it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApproveAdjustment(string Program, string Key, string AdjustmentId, DateTimeOffset? At = null, string? Principal = null)
    : ISpendingCommand;

/// <summary>Rejects a waiting adjustment.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RejectAdjustment(
    string Program, string Key, string AdjustmentId, string? Reason = null, DateTimeOffset? At = null,
    string? Principal = null) : ISpendingCommand;

/// <summary>Moves activated value to another wallet, with the dates of its lots. The transfer's id is the key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferPoints(
    string Program, string Key, string FromAccountId, string ToAccountId,
    [property: JsonConverter(typeof(AmountJsonConverter))] decimal Amount, string FromOwner = "account", string ToOwner = "account",
    string Unit = "points", DateTimeOffset? At = null, string? Principal = null) : ISpendingCommand;

/// <summary>Merges an account into another: everything that the first has goes to the other, and its id becomes an alias (domain.md
/// §4).</summary>
/// <param name="AccountId">The account that is merged.</param>
/// <param name="Into">The account that survives; the id of an alias means its survivor.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MergeAccounts(
    string Program, string Key, string AccountId, string Into, string? Reason = null, DateTimeOffset? At = null,
    string? Principal = null) : ISpendingCommand;

/// <summary>Uses a voucher, once.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RedeemVoucher(
    string Program, string Key, string Code, string? Source = null, string? OrderId = null, DateTimeOffset? At = null,
    string? Principal = null) : ISpendingCommand;

/// <summary>Cancels a voucher that was not used; what paid for it goes back to its lots.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelVoucher(string Program, string Key, string Code, DateTimeOffset? At = null, string? Principal = null)
    : ISpendingCommand;

/// <summary>The outcome of a command, as HTTP answers it and as it is stored for retries. Only the members that apply are set.</summary>
/// <param name="Id">The key.</param>
/// <param name="State">held, captured, released, redeemed, issued, reversed, adjusted, awaiting_approval, rejected, opened, transferred,
/// merged, used, cancelled, requested, approved, fulfilled.</param>
/// <param name="AccountId">The account for which the command was carried out; for a merge, the survivor.</param>
/// <param name="Of">The hold, redemption or adjustment that the command was about; for a merge, the merged account.</param>
/// <param name="Lots">The amount taken from or given back to each lot.</param>
/// <param name="ExpiresAt">When the hold or voucher expires.</param>
/// <param name="Voucher">A voucher's code.</param>
/// <param name="Value">A voucher's value, money.</param>
/// <param name="Balance">The wallet afterwards.</param>
public sealed record CommandReply(
    string Id, string State, string AccountId, DateTimeOffset EffectiveAt, string? Owner = null, string? Unit = null,
    decimal? Amount = null, string? Of = null, IReadOnlyList<LotShare>? Lots = null, DateTimeOffset? ExpiresAt = null,
    string? Voucher = null, decimal? Value = null, BalanceAfter? Balance = null);

/// <summary>A part of an amount that belongs to one lot.</summary>
public sealed record LotShare(long Lot, decimal Amount);

/// <summary>The answer to a command over the bus.</summary>
/// <param name="Outcome">recorded, repeated, conflict or rejected.</param>
/// <param name="Code">Stable code of a refusal.</param>
/// <param name="Reply">Set when the command was carried out, now or before.</param>
public sealed record CommandSettled(
    string Program, string Key, string Outcome, long Position, string? Code = null, string? Message = null, CommandReply? Reply = null);

/// <summary>An amount that may be absent; see <see cref="AmountJsonConverter"/>.</summary>
public sealed class AmountOrNoneJsonConverter : JsonConverter<decimal?>
{
    private static readonly AmountJsonConverter Present = new();

    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : Present.Read(ref reader, typeof(decimal), options);

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is { } amount) writer.WriteNumberValue(amount);
        else writer.WriteNullValue();
    }
}
