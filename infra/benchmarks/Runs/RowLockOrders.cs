using System.Globalization;
using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using Npgsql;
using NpgsqlTypes;
using static Ledger.Bench.Runs.Sql;

namespace Ledger.Bench.Runs;

/// <summary>
/// What the conventional way does inside its transaction: it locks the account's row, applies the same rules, and stores what the service
/// also stores — the order and its lines with their shares, spend by month, the tier, a lot, an entry with its balance, the fact's key, an
/// outgoing message. Due work is carried out first: lots that activate and expire, monthly reviews, quarterly rebates. Each row is a
/// statement.
/// </summary>
/// <param name="connection">A connection of its own.</param>
/// <param name="together">
/// Whether statements without a needed result are sent in one round trip; most object mappers send each by itself.
/// </param>
internal sealed class RowLockOrders(NpgsqlConnection connection, bool together)
{
    private static readonly ProgramVersion Version = ProgramParser.Parse(BenchProgram.Document).Version!;
    private static readonly ProgramCatalog Catalog = ProgramCatalog.Empty(BenchProgram.Id).With(Version);

    private readonly List<NpgsqlBatchCommand> pending = [];

    public async Task PlaceAsync(OrderPlaced order)
    {
        var account = Text(order.AccountId);
        await ExecuteAsync(connection, "insert into accounts (id) values ($1) on conflict do nothing", account);
        var row = await LockAsync(order.AccountId);
        var (month, measures, balance) = await CatchUpAsync(order.AccountId, row, order.PlacedAt);
        var lines = order.Lines.Select(line => Seen(line, 0)).ToList();
        var evaluation = OrderRules.Evaluate(
            Catalog, new EvaluateOrder(order.Source, order.OrderId, Version.Version, order.PlacedAt, lines),
            new Standing(row.Tier ?? Version.Tiers[0].Id, row.Orders, row.FirstOrderAt, measures));

        var id = (long)(await ScalarAsync(
            connection,
            """
            insert into orders (source, order_id, account_id, placed_at, currency, gross, net, entitled, points, evaluation)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
            """,
            Text(order.Source), Text(order.OrderId), Text(order.AccountId), Time(order.PlacedAt), Text(order.Currency),
            Number(evaluation.Gross), Number(evaluation.Net),
            Number(evaluation.Entitled), Count(evaluation.Points), Json(evaluation)))!;
        var shares = evaluation.Lines.ToDictionary(share => share.LineId);
        foreach (var line in order.Lines)
        {
            var share = shares[line.LineId];
            Also(
                """
                insert into order_lines (order_id, line_id, sku, category, kind, quantity, unit_price, discount, percent, entitled, points)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                Count(id),
                Text(line.LineId),
                Text(line.Sku),
                Text(line.Category),
                Text(line.Kind),
                Number(line.Quantity),
                Number(line.UnitPrice),
                Number(line.Discount),
                Text(share.Percent.ToString()),
                Number(share.Entitled),
                Count(share.Points)
            );
        }

        foreach (var scope in evaluation.Measures.Scopes)
        {
            var (net, counts) = (Decimal(scope.Net), scope.Counts ? 1 : 0);
            measures.Add(scope.Scope, month, scope.Net, counts);
            Also(AddToMonth, Text(order.AccountId), Text(scope.Scope), Month(month), Number(net), Count(counts));
        }

        Also(
            "insert into lots (account_id, order_id, amount, remaining, activates_at, expires_at) values ($1, $2, $3, $3, $4, $5)",
            Text(order.AccountId), Count(id), Count(evaluation.Points), Time(order.PlacedAt.AddDays(14)),
            Time(Version.Calendar.ExpiryOf(order.PlacedAt, Version.Points.Expiry)!.Value));
        Enter(order.AccountId, id, "accrued", evaluation.Points, balance + evaluation.Points);
        Also(
            "update accounts set tier = $2, orders = orders + 1, first_order_at = coalesce(first_order_at, $3), points = $5, accrued "
                + "= accrued + $4, reviewed = $6, rebated = $7 where id = $1",
            Text(order.AccountId),
            Text(TierOf(measures, month)),
            Time(order.PlacedAt),
            Count(evaluation.Points),
            Count(balance + evaluation.Points),
            Month(month),
            Month(QuarterPaidBy(order.PlacedAt))
        );
        Also("insert into outbox (type, body) values ('order_evaluated', $1)", Json(evaluation));
        await SendAsync();
    }

    public async Task ReturnAsync(OrderReturned returned)
    {
        var (id, account, placedAt, before) = await FindAsync(returned);
        var (now, measures, balance) = await CatchUpAsync(account, await LockAsync(account), returned.ReturnedAt);
        var month = Version.Calendar.MonthOf(placedAt);
        Also(
            "insert into returns (order_id, return_id, returned_at) values ($1, $2, $3)", Count(id), Text(returned.ReturnId),
            Time(returned.ReturnedAt));
        foreach (var line in returned.Lines)
        {
            Also(
                "update order_lines set returned = returned + $3 where order_id = $1 and line_id = $2", Count(id), Text(line.LineId),
                Number(line.Quantity));
        }
        await SendAsync();

        var lines = await LinesAsync(id);
        var evaluation = OrderRules.Evaluate(
            Catalog,
            new EvaluateOrder(returned.Source, returned.OrderId, before.Frozen.ProgramVersion, placedAt, lines, Frozen: before.Frozen),
            null);
        var shares = evaluation.Lines.ToDictionary(share => share.LineId);
        foreach (var old in before.Lines)
        {
            var share = shares.GetValueOrDefault(old.LineId) ?? new LineShare(old.LineId, old.Percent, 0, 0);
            if (share == old) continue;
            Also(
                "update order_lines set percent = $3, entitled = $4, points = $5 where order_id = $1 and line_id = $2",
                Count(id), Text(old.LineId), Text(share.Percent.ToString()), Number(share.Entitled), Count(share.Points));
        }

        foreach (var (scope, earlier) in evaluation.Measures.Scopes.Zip(before.Measures.Scopes))
        {
            measures.Add(scope.Scope, month, scope.Net - earlier.Net, 0);
            Also(AddToMonth, Text(account), Text(scope.Scope), Month(month), Number(Decimal(scope.Net - earlier.Net)), Count(0));
        }

        var points = before.Points - evaluation.Points;
        Also("update lots set amount = amount - $2, remaining = remaining - $2 where order_id = $1", Count(id), Count(points));
        Enter(account, id, "reversed", -points, balance - points);
        Also(
            "update accounts set tier = $3, points = $4, reversed = reversed + $2, reviewed = $5, rebated = $6 where id = $1",
            Text(account), Count(points), Text(TierOf(measures, now)), Count(balance - points), Month(now),
            Month(QuarterPaidBy(returned.ReturnedAt)));
        Also(
            "update orders set gross = $2, net = $3, entitled = $4, points = $5, evaluation = $6 where id = $1", Count(id),
            Number(evaluation.Gross), Number(evaluation.Net), Number(evaluation.Entitled), Count(evaluation.Points), Json(evaluation));
        Also("insert into outbox (type, body) values ('order_evaluated', $1)", Json(evaluation));
        await SendAsync();
    }

    private const string AddToMonth = """
        insert into months (account_id, scope, month, net, orders) values ($1, $2, $3, $4, $5)
            on conflict (account_id, scope, month) do update set net = months.net + excluded.net, orders = months.orders + excluded.orders
        """;

    private const string Activate =
        "update lots set active = true where account_id = $1 and not active and activates_at <= $2 returning order_id, remaining";

    private const string Expire = """
        with due as (select id, order_id, remaining from lots where account_id = $1 and remaining > 0 and expires_at <= $2 for update)
        update lots set remaining = 0 from due where lots.id = due.id returning due.order_id, due.remaining
        """;

    private void Enter(string account, long? order, string kind, long points, long balance) => Also(
            "insert into entries (account_id, order_id, kind, points, balance_after) values ($1, $2, $3, $4, $5)", Text(account),
            new NpgsqlParameter { Value = (object?)order ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, Text(kind), Count(points),
            Count(balance));

    // Carries out what has fallen due since the account was last used.
    private async Task<(int Month, Measures Measures, long Balance)> CatchUpAsync(string account, Row row, DateTimeOffset at)
    {
        var month = Version.Calendar.MonthOf(at);
        var measures = await MeasuresAsync(account, month);
        var balance = row.Points;
        foreach (var (order, points) in await DueAsync(Activate, account, at)) Enter(account, order, "activated", points, balance);
        foreach (var (order, points) in await DueAsync(Expire, account, at))
        {
            balance -= points;
            Enter(account, order, "expired", -points, balance);
            Also("update accounts set expired = expired + $2 where id = $1", Text(account), Count(points));
        }

        for (var reviewed = row.Reviewed ?? month; reviewed < month; reviewed++)
        {
            if (row.Tier == Version.Tiers[0].Id) continue; // nothing below it
            Also(
                "insert into tier_reviews (account_id, month, tier, spend) values ($1, $2, $3, $4) on conflict do nothing",
                Text(account), Month(reviewed + 1), Text(TierOf(measures, reviewed)), Number(SpendOf(measures, reviewed - 11, reviewed)));
        }

        var paid = QuarterPaidBy(at);
        for (var quarter = row.Rebated ?? paid; quarter < paid; quarter++)
        {
            var basis = SpendOf(measures, 3 * quarter, (3 * quarter) + 2);
            if (basis.IsZero) continue;
            var amount =
                decimal.Round(Math.Clamp(Decimal(basis) - 3_000, 0, 7_000) * 0.01m, 2)
                + decimal.Round(Math.Max(Decimal(basis) - 10_000, 0) * 0.02m, 2);
            Also(
                "insert into rebates (account_id, quarter, basis, amount) values ($1, $2, $3, $4) on conflict do nothing", Text(account),
                Month(quarter), Number(basis), Number(amount));
        }

        return (month, measures, balance);
    }

    private async Task<List<(long Order, long Points)>> DueAsync(string sql, string account, DateTimeOffset at)
    {
        var due = new List<(long Order, long Points)>();
        await using var command = Command(connection, sql, Text(account), Time(at));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) due.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return due;
    }

    // The first quarter that is not paid yet: 30 days after its end.
    private static int QuarterPaidBy(DateTimeOffset at) => Version.Calendar.MonthOf(at.AddDays(-30)) / 3;

    private async Task<Row> LockAsync(string account)
    {
        await using var command = Command(
            connection, "select tier, orders, first_order_at, points, reviewed, rebated from accounts where id = $1 for update",
            Text(account));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Row(
            reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetInt64(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt64(3),
            reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetInt32(5));
    }

    private sealed record Row(string? Tier, long Orders, DateTimeOffset? FirstOrderAt, long Points, int? Reviewed, int? Rebated);

    private async Task<Measures> MeasuresAsync(string account, int month)
    {
        var measures = new Measures();
        await using var command = Command(
            connection, "select scope, month, net, orders from months where account_id = $1 and month > $2", Text(account),
            Month(month - 25));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) measures.Add(reader.GetString(0), reader.GetInt32(1), reader.GetDecimal(2), reader.GetInt64(3));
        return measures;
    }

    private async Task<(long Id, string Account, DateTimeOffset PlacedAt, OrderEvaluation Evaluation)> FindAsync(OrderReturned returned)
    {
        await using var command = Command(
            connection, "select id, account_id, placed_at, evaluation from orders where source = $1 and order_id = $2 for update",
            Text(returned.Source), Text(returned.OrderId));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (
            reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2),
            JsonSerializer.Deserialize<OrderEvaluation>(reader.GetFieldValue<byte[]>(3), Wire.Options)!);
    }

    private async Task<List<EvaluatedLine>> LinesAsync(long order)
    {
        var lines = new List<EvaluatedLine>();
        await using var command = Command(
            connection,
            "select line_id, sku, category, kind, quantity, quantity - returned, unit_price, discount from order_lines where order_id = $1",
            Count(order));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(new EvaluatedLine(
                    reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3),
                    reader.GetDecimal(4), reader.GetDecimal(5), reader.GetDecimal(6), reader.GetDecimal(7)));
        }

        return lines;
    }

    private static EvaluatedLine Seen(OrderLine line, decimal returned) =>
        new(line.LineId, line.Sku, line.Category, line.Kind, line.Quantity, line.Quantity - returned, line.UnitPrice, line.Discount);

    private static string TierOf(Measures measures, int month)
    {
        var spend = SpendOf(measures, month - 11, month);
        return Version.Tiers.Last(tier => tier.From <= spend).Id;
    }

    private static Exact SpendOf(Measures measures, int from, int to) =>
        measures.Spend(Catalog.KeyOf(Version, Version.Qualification.Scope), new MonthRange(from, to));

    private void Also(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        pending.Add(command);
    }

    private async Task SendAsync()
    {
        foreach (var commands in pending.Chunk(together ? pending.Count : 1))
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var command in commands) batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }

        pending.Clear();
    }

    private static decimal Decimal(Exact value) => decimal.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static NpgsqlParameter<int> Month(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<decimal> Number(decimal value) => new() { TypedValue = value };

    private static NpgsqlParameter<decimal> Number(Exact value) => Number(Decimal(value));

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset value) => new() { TypedValue = value.UtcDateTime };
}
