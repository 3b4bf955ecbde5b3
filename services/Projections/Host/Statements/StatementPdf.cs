using System.Runtime.CompilerServices;
using Ledger.Hosting;
using Ledger.Projections.Domain.Papers;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Tables;
using Marten;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Projections.Host.Statements;

/// <summary>A statement as a PDF: reads everything on it at one position, and draws it.</summary>
internal static class StatementPdf
{
    private const int EntriesAtOnce = 1_000;

    /// <summary>The code of the refusal when a statement has more lines than <see cref="ProjectionsOptions.PaperLinesMax"/>.</summary>
    public const string TooLong = "statement_too_long";

    /// <summary>The language that a request asks for; null, with a problem, when it is not supported.</summary>
    public static PaperLanguage? LanguageOf(HttpContext context, out IResult? problem)
    {
        problem = null;
        var asked = context.Request.Query["lang"];
        if (asked is not [{ Length: > 0 } code]) return PaperLanguage.Accepted(context.Request.Headers.AcceptLanguage);
        if (PaperLanguage.Of(code) is { } language) return language;
        var known = string.Join(", ", PaperLanguage.All.Select(one => one.Code));
        problem = Problem.OfParameter("bad_language", "lang", $"lang is one of {known}.");
        return null;
    }

    public static async Task<IResult> AnswerAsync(
        HttpContext context, Views views, IDocumentStore marten, ProjectionsOptions options, Snapshot snapshot, QueriedProgram program,
        Statement statement)
    {
        var ct = context.RequestAborted;
        if (LanguageOf(context, out var problem) is not { } language) return problem!;
        if (await PartsAsync(views, options.PaperLinesMax, snapshot, program, statement, ct) is not { } parts)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, TooLong,
                $"A statement as PDF has at most {options.PaperLinesMax} lines. Ask for a shorter period, or for statement.csv.");
        }

        var proof = await ProofAsync(snapshot, ct);
        await using var session = marten.QuerySession(program.Program);
        var head = await session.LoadAsync<Letterhead>(Letterhead.OnlyId, ct);
        var paper = new StatementPaper(
            language, program.Catalog.Versions[^1].Calendar, head?.Name ?? program.Program, program.Program, statement.Account.AccountId,
            program.Currency, statement.Period, parts, proof);
        var file = PdfDrawing.Draw(paper.Write(), language.Code, proof.RecordedAt, head?.Logo);
        (context.Response.Headers.ContentLanguage, context.Response.Headers.Vary) = (language.Code, HeaderNames.AcceptLanguage);
        return Results.Bytes(file, "application/pdf", "statement.pdf");
    }

    private static async Task<IReadOnlyList<StatementPart>?> PartsAsync(
        Views views, int linesMax, Snapshot snapshot, QueriedProgram program, Statement statement, CancellationToken ct)
    {
        var parts = new List<StatementPart>();
        var left = linesMax;
        foreach (var wallet in statement.Wallets)
        {
            var lines = new List<StatementLine>();
            await foreach (var line in LinesAsync(views, snapshot, statement, wallet, ct))
            {
                if (--left < 0) return null;
                lines.Add(line);
            }

            var expiring = await ExpiringAsync(snapshot, statement, wallet, left + 1, ct);
            if ((left -= expiring.Count) < 0) return null;
            parts.Add(new StatementPart(
                wallet.Owner, wallet.Unit, program.DigitsOf(wallet.Unit), wallet.Opening, wallet.Closing, lines, expiring));
        }

        return parts;
    }

    private static async IAsyncEnumerable<StatementLine> LinesAsync(
        Views views, Snapshot snapshot, Statement statement, StatementWallet wallet,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var after = 0L;
        while (true)
        {
            var rows = await statement.PageAsync(views, snapshot, [wallet], after, EntriesAtOnce, ct);
            var entries = rows.Select(row => (row.Type, Entry: Statement.Read(row))).ToList();
            var funds = await EntryFunds.ReadAsync(snapshot, statement.Account, entries.Select(one => one.Entry), ct);
            foreach (var (type, entry) in entries) yield return new StatementLine(type, entry, funds.Of(entry));
            if (rows.Count < EntriesAtOnce) yield break;
            after = entries[^1].Entry.Sequence;
        }
    }

    private static Task<List<ExpiringValue>> ExpiringAsync(
        Snapshot snapshot, Statement statement, StatementWallet wallet, int limit, CancellationToken ct) => snapshot.Command(
            $"""
            select expires_at, sum(pending), sum(available), sum(held), count(*) from {snapshot.Schema}.lots
             where account = $1 and owner = $2 and unit = $3 and expires_at is not null and (pending <> 0 or available <> 0 or held <> 0)
             group by expires_at order by expires_at limit $4
            """,
            Snapshot.Value(statement.Account.Row.Number), Snapshot.Value(wallet.Owner), Snapshot.Value(wallet.Unit), Snapshot.Value(limit))
        .ListAsync(row => new ExpiringValue(row.At(0), row.GetDecimal(1), row.GetDecimal(2), row.GetDecimal(3), row.GetInt64(4)), ct);

    // The views' position may be within an append, but the chain has values only at the ends of appends.
    private static async Task<StatementProof> ProofAsync(Snapshot snapshot, CancellationToken ct) => (await snapshot.Command(
            """
            select e.timestamp, b.last_position, b.chain from mt_events e
             cross join lateral (select last_position, chain from ledger_log_batches
                                  where last_position >= e.seq_id order by last_position limit 1) b
             where e.seq_id = $1
            """,
            Snapshot.Value(snapshot.Position))
        .ListAsync(
            row => new StatementProof(
                snapshot.Position, row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1),
                Convert.ToHexStringLower(row.GetFieldValue<byte[]>(2))),
            ct)).Single();
}
