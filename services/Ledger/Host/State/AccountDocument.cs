using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Host.State;

/// <summary>An account as the state table keeps it and <see cref="AccountText"/> writes it: readable JSON, without its lots, which have a
/// table of their own.</summary>
internal sealed record AccountDocument(
    long StreamVersion, DateTimeOffset Clock, long Entries, long LotsOpened, long Orders, DateTimeOffset? FirstOrderAt, string? Tier,
    DateTimeOffset TierSince, DateTimeOffset? GraceUntil, DateTimeOffset? ReviewedAt, Dictionary<string, string> Measures, string Points,
    List<WalletDocument> Wallets, List<RebateDocument> Rebates, string? MergedInto = null, Dictionary<string, string>? Aliases = null,
    List<RebateDocument>? Inherited = null, Dictionary<string, Dictionary<string, string>>? AliasMeasures = null,
    string? ActivityPoints = null, long Activities = 0, long Terms = 0, Dictionary<string, long>? Issued = null,
    JudgedDocument? Judged = null)
{
    public static Account Read(string program, string id, string json)
    {
        var document = JsonSerializer.Deserialize<AccountDocument>(json, Wire.Options)!;
        var measures = Filled(document.Measures);
        foreach (var (month, _, count) in Cells(document.Points)) measures.AddPoints(month, count);
        foreach (var (month, _, count) in Cells(document.ActivityPoints ?? "")) measures.AddPointsOfActivities(month, count);
        return new Account(program, id)
        {
            StreamVersion = document.StreamVersion,
            Clock = document.Clock,
            Entries = document.Entries,
            LotsOpened = document.LotsOpened,
            Orders = document.Orders,
            FirstOrderAt = document.FirstOrderAt,
            Tier = document.Tier,
            TierSince = document.TierSince,
            GraceUntil = document.GraceUntil,
            ReviewedAt = document.ReviewedAt,
            MergedInto = document.MergedInto,
            Measures = measures,
            Wallets = Table(document.Wallets.Select(wallet => wallet.ToWallet()), wallet => wallet.Key),
            Rebates = Table(document.Rebates.Select(rebate => rebate.ToPeriod()), period => period.Key),
            Aliases = Table(
                (document.Aliases ?? []).Select(alias => new Alias(
                    alias.Key, alias.Value, Filled(document.AliasMeasures?.GetValueOrDefault(alias.Key) ?? []))),
                alias => alias.Id
            ),
            Inherited = Table(
                (document.Inherited ?? []).Select(rebate => rebate.ToPeriod()),
                period => new InheritedPeriod(period.ClosedBy!, period.Key)),
            Mechanics = MechanicsKinds.Loadable() with
            {
                ActivitiesRecorded = document.Activities,
                TermsBought = document.Terms,
                Issued = (document.Issued ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
                Judged = document.Judged is { } judged
                    ? new Judgement(judged.Segments ?? [], judged.Perks ?? [], judged.Loyalty)
                    : Judgement.Nothing,
            },
        };
    }

    /// <summary>The parts in which a stored account is not what it should be; order and the way numbers are written do not count.</summary>
    public static IEnumerable<string> Differences(string stored, Account account)
    {
        // Through the reader, so that what means the same is the same.
        var (has, should) = (Of(Read(account.Program, account.Id, stored)), Of(account));
        if (has.StreamVersion != should.StreamVersion) yield return "streamVersion";
        if (has.Clock != should.Clock) yield return "clock";
        if (has.Entries != should.Entries) yield return "entries";
        if (has.LotsOpened != should.LotsOpened) yield return "lotsOpened";
        if (has.Orders != should.Orders) yield return "orders";
        if (has.FirstOrderAt != should.FirstOrderAt) yield return "firstOrderAt";
        if (has.Tier != should.Tier) yield return "tier";
        if (has.TierSince != should.TierSince) yield return "tierSince";
        if (has.GraceUntil != should.GraceUntil) yield return "graceUntil";
        if (has.ReviewedAt != should.ReviewedAt) yield return "reviewedAt";
        if (!has.Measures.ToHashSet().SetEquals(should.Measures)) yield return "measures";
        if (has.Points != should.Points) yield return "points";
        if (!Used(has.Wallets).SetEquals(Used(should.Wallets))) yield return "wallets";
        if (!has.Rebates.ToHashSet().SetEquals(should.Rebates)) yield return "rebates";
        if (has.MergedInto != should.MergedInto) yield return "mergedInto";
        if (!(has.Aliases ?? []).ToHashSet().SetEquals(should.Aliases ?? [])) yield return "aliases";
        if (!(has.Inherited ?? []).ToHashSet().SetEquals(should.Inherited ?? [])) yield return "inherited";
        if (!Flat(has.AliasMeasures).SetEquals(Flat(should.AliasMeasures))) yield return "aliasMeasures";

        if (has.ActivityPoints != should.ActivityPoints) yield return "activityPoints";
        if (has.Activities != should.Activities) yield return "activities";
        if (has.Terms != should.Terms) yield return "terms";
        if (!(has.Issued ?? []).ToHashSet().SetEquals(should.Issued ?? [])) yield return "issued";
        if (!JudgedDocument.MeansTheSame(has.Judged, should.Judged)) yield return "judged";

        static HashSet<(string, string, string)> Flat(Dictionary<string, Dictionary<string, string>>? measures) =>
            [.. (measures ?? []).SelectMany(alias => alias.Value.Select(scope => (alias.Key, scope.Key, scope.Value)))];

        // A wallet that was only asked for is the same as none.
        static HashSet<WalletDocument> Used(List<WalletDocument> wallets) =>
            [.. wallets.Where(w =>
                (w.Pending, w.Unheld, w.Held, w.Arrears, w.Accrued, w.Reversed, w.Redeemed, w.Expired, w.Adjusted)
                != (0, 0, 0, 0, 0, 0, 0, 0, 0))];
    }

    private static AccountDocument Of(Account account) =>
        JsonSerializer.Deserialize<AccountDocument>(AccountText.Of(account), Wire.Options)!;

    private static VersionedTable<TKey, TRow> Table<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> keyOf)
        where TKey : notnull
        where TRow : class
    {
        var table = VersionedTable.Empty<TKey, TRow>();
        foreach (var row in rows) table = table.Set(keyOf(row), row);
        return table;
    }

    private static Measures Filled(Dictionary<string, string> scopes)
    {
        var measures = new Measures();
        foreach (var (scope, months) in scopes)
            measures.Add(scope, [.. Cells(months).Select(cell => new MonthMeasure(cell.Month, Exact.Parse(cell.Net), cell.Count))]);
        return measures;
    }

    private static IEnumerable<(int Month, string Net, long Count)> Cells(string text)
    {
        foreach (var cell in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = cell.Split(' ');
            yield return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>The outcome of the last judging as the state table keeps it; what is nothing is absent.</summary>
internal sealed record JudgedDocument(string Loyalty, IReadOnlyList<string>? Segments = null, IReadOnlyList<string>? Perks = null)
{
    /// <summary>Whether two outcomes are one.</summary>
    public static bool MeansTheSame(JudgedDocument? a, JudgedDocument? b) => (a, b) switch
    {
        (null, null) => true,
        ({ } one, { } other) => one.Loyalty == other.Loyalty
            && (one.Segments ?? []).SequenceEqual(other.Segments ?? [])
            && (one.Perks ?? []).SequenceEqual(other.Perks ?? []),
        _ => false,
    };
}

/// <summary>A wallet's totals as the state table keeps them; what is nothing is absent.</summary>
internal sealed record WalletDocument(
    string Owner, string Unit, decimal Pending = 0, decimal Unheld = 0, decimal Held = 0, decimal Arrears = 0, decimal Accrued = 0,
    decimal Reversed = 0, decimal Redeemed = 0, decimal Expired = 0, decimal Adjusted = 0)
{
    public Wallet ToWallet() => new(new WalletKey(Owner, Unit))
    {
        Pending = Pending,
        Unheld = Unheld,
        Held = Held,
        Arrears = Arrears,
        Accrued = Accrued,
        Reversed = Reversed,
        Redeemed = Redeemed,
        Expired = Expired,
        Adjusted = Adjusted,
    };
}

/// <summary>A rebate period as the state table keeps it. An account has one of each quarter or so, so which period it is takes no member
/// names.</summary>
internal sealed record RebateDocument(
    [property: JsonConverter(typeof(RebatePeriodJsonConverter))] RebatePeriodOpened Opened, Exact? Basis = null, decimal Amount = 0,
    string? ClosedBy = null)
{
    public RebatePeriodState ToPeriod() => new(Opened, ClosedBy) { Basis = Basis, Amount = Amount };
}

/// <summary>Writes a rebate period as <c>[rebate, period, start, end, firstMonth, monthCount, scope, programVersion]</c>.</summary>
internal sealed class RebatePeriodJsonConverter : JsonConverter<RebatePeriodOpened>
{
    public override RebatePeriodOpened Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong();
        var (rebate, period) = (Next(ref reader).GetString()!, Next(ref reader).GetString()!);
        var (start, end) = (Next(ref reader).GetDateTimeOffset(), Next(ref reader).GetDateTimeOffset());
        var (firstMonth, monthCount) = (Next(ref reader).GetInt32(), Next(ref reader).GetInt32());
        var (scope, programVersion) = (Next(ref reader).GetString()!, Next(ref reader).GetInt32());
        if (Next(ref reader).TokenType != JsonTokenType.EndArray) throw Wrong();
        return new RebatePeriodOpened(rebate, period, programVersion, firstMonth, monthCount, start, end, scope);
    }

    public override void Write(Utf8JsonWriter writer, RebatePeriodOpened value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Rebate);
        writer.WriteStringValue(value.Period);
        writer.WriteStringValue(value.Start.UtcDateTime);
        writer.WriteStringValue(value.End.UtcDateTime);
        writer.WriteNumberValue(value.FirstMonth);
        writer.WriteNumberValue(value.MonthCount);
        writer.WriteStringValue(value.Scope);
        writer.WriteNumberValue(value.ProgramVersion);
        writer.WriteEndArray();
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) throw Wrong();
        return ref reader;
    }

    private static JsonException Wrong() =>
        new("A rebate period is [rebate, period, start, end, firstMonth, monthCount, scope, programVersion].");
}
