using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Host.State;

/// <summary>
/// Writes what <see cref="AccountDocument"/> reads. Every order changes its account and with it the whole text, so it is written by hand
/// and says nothing that goes without saying: half the bytes are half the work of the database.
/// </summary>
internal static class AccountText
{
    private static readonly RebatePeriodJsonConverter Period = new();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? reused;

    /// <summary>The account as UTF-8 JSON.</summary>
    public static byte[] Of(Account account)
    {
        buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        var writer = reused ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Options.Encoder, SkipValidation = true });
        writer.Reset();
        Write(writer, account);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Account account)
    {
        writer.WriteStartObject();
        writer.WriteNumber("streamVersion"u8, account.StreamVersion);
        Time(writer, "clock"u8, account.Clock);
        writer.WriteNumber("entries"u8, account.Entries);
        writer.WriteNumber("lotsOpened"u8, account.LotsOpened);
        writer.WriteNumber("orders"u8, account.Orders);
        Time(writer, "firstOrderAt"u8, account.FirstOrderAt);
        if (account.Tier is { } tier) writer.WriteString("tier"u8, tier);
        Time(writer, "tierSince"u8, account.TierSince);
        Time(writer, "graceUntil"u8, account.GraceUntil);
        Time(writer, "reviewedAt"u8, account.ReviewedAt);
        writer.WritePropertyName("measures"u8);
        Write(writer, account.Measures);
        writer.WritePropertyName("points"u8);
        Write(writer, account.Measures.MonthsOfPoints);
        writer.WriteStartArray("wallets"u8);
        foreach (var wallet in account.Wallets.Values) Write(writer, wallet);
        writer.WriteEndArray();
        writer.WriteStartArray("rebates"u8);
        foreach (var period in account.Rebates.Values) Write(writer, period);
        writer.WriteEndArray();
        WriteMerged(writer, account);
        WriteMechanics(writer, account);
        writer.WriteEndObject();
    }

    // Nothing is written for an account of a program without these mechanics.
    private static void WriteMechanics(Utf8JsonWriter writer, Account account)
    {
        if (account.Measures.MonthsOfActivityPoints is { Length: > 0 } points)
        {
            writer.WritePropertyName("activityPoints"u8);
            Write(writer, points);
        }

        var book = account.Mechanics;
        if (book.ActivitiesRecorded > 0) writer.WriteNumber("activities"u8, book.ActivitiesRecorded);
        if (book.TermsBought > 0) writer.WriteNumber("terms"u8, book.TermsBought);
        if (book.Issued.Count > 0)
        {
            writer.WriteStartObject("issued"u8);
            foreach (var (milestone, count) in book.Issued) writer.WriteNumber(milestone, count);
            writer.WriteEndObject();
        }

        if (book.Judged is not ({ Segments.Count: > 0 } or { Perks.Count: > 0 } or { Loyalty: not LoyaltyRules.None })) return;
        writer.WriteStartObject("judged"u8);
        writer.WriteString("loyalty"u8, book.Judged.Loyalty);
        Texts(writer, "segments"u8, book.Judged.Segments);
        Texts(writer, "perks"u8, book.Judged.Perks);
        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteMerged(Utf8JsonWriter writer, Account account)
    {
        if (account.MergedInto is { } into) writer.WriteString("mergedInto"u8, into);
        if (account.Aliases.Count > 0)
        {
            writer.WriteStartObject("aliases"u8);
            foreach (var alias in account.Aliases.Values) writer.WriteString(alias.Id, alias.Into);
            writer.WriteEndObject();
        }

        if (account.Inherited.Count > 0)
        {
            writer.WriteStartArray("inherited"u8);
            foreach (var period in account.Inherited.Values) Write(writer, period);
            writer.WriteEndArray();
        }

        // The orders of an alias that is merged on are measured where it is now.
        if (account.Aliases.Count == 0 || account.MergedInto is not null) return;
        writer.WriteStartObject("aliasMeasures"u8);
        foreach (var alias in account.Aliases.Values)
        {
            writer.WritePropertyName(alias.Id);
            Write(writer, alias.Measures);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Measures measures)
    {
        writer.WriteStartObject();
        foreach (var scope in measures.Scopes)
        {
            writer.WritePropertyName(scope);
            Write(writer, measures.Months(scope));
        }

        writer.WriteEndObject();
    }

    // "24134 99.50 2;": month, net and orders of each, as text, because names would be most of it.
    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<MonthCell> cells)
    {
        Span<char> text = stackalloc char[128];
        foreach (var cell in cells)
        {
            if (text.TryWrite(CultureInfo.InvariantCulture, $"{cell.Month} {cell.Net} "
                + $"{cell.Count};", out var length)) writer.WriteStringValueSegment(text[..length], isFinalSegment: false);
            else writer.WriteStringValueSegment(
                    string.Create(CultureInfo.InvariantCulture, $"{cell.Month} {cell.Net} {cell.Count};"), isFinalSegment: false);
        }

        writer.WriteStringValueSegment(ReadOnlySpan<char>.Empty, isFinalSegment: true);
    }

    private static void Write(Utf8JsonWriter writer, Wallet wallet)
    {
        writer.WriteStartObject();
        writer.WriteString("owner"u8, wallet.Key.Owner);
        writer.WriteString("unit"u8, wallet.Key.Unit);
        Amount(writer, "pending"u8, wallet.Pending);
        Amount(writer, "unheld"u8, wallet.Unheld);
        Amount(writer, "held"u8, wallet.Held);
        Amount(writer, "arrears"u8, wallet.Arrears);
        Amount(writer, "accrued"u8, wallet.Accrued);
        Amount(writer, "reversed"u8, wallet.Reversed);
        Amount(writer, "redeemed"u8, wallet.Redeemed);
        Amount(writer, "expired"u8, wallet.Expired);
        Amount(writer, "adjusted"u8, wallet.Adjusted);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RebatePeriodState period)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("opened"u8);
        Period.Write(writer, period.Opened, Wire.Options);
        if (period.Basis is { } basis) writer.WriteString("basis"u8, basis.ToString());
        Amount(writer, "amount"u8, period.Amount);
        if (period.ClosedBy is { } by) writer.WriteString("closedBy"u8, by);
        writer.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter writer, ReadOnlySpan<byte> name, decimal amount)
    {
        if (amount != 0) writer.WriteNumber(name, amount);
    }

    private static void Time(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? at)
    {
        if (at is { } time) writer.WriteString(name, time.UtcDateTime);
    }
}
