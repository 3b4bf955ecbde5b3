using Ledger.Contracts.V1.Answers;
using Ledger.Hosting;
using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>
/// The report about a program that ends (mechanics.md §11): the number of accounts with value left, what they have and owe by unit and its
/// worth, and what will expire by its own dates before the end. Whatever is left at the end expires then.
/// </summary>
internal static class WindDownEndpoint
{
    public static void Map(IEndpointRouteBuilder program) =>
        new Report<WindDownUnit>("/reports/wind-down", "reportWindDown", "how a program that ends stands", WindDownReport.Table, ReadAsync)
        {
            Describes = endpoint => endpoint.Refuses(StatusCodes.Status404NotFound, "no_wind_down", "unknown_version"),
            Answers = endpoint => endpoint.Answers<WindDownAnswer>(),
        }.Map(program);

    private static async Task<IResult> ReadAsync(ReportRequest<WindDownUnit> request, CancellationToken ct)
    {
        var (snapshot, program) = (request.Snapshot, request.Program);
        if (program.InForce(request.Now) is not { } version) return program.Unpublished();
        if (version.WindDown is not { } end)
        {
            return Problem.Of(
                StatusCodes.Status404NotFound, "no_wind_down",
                $"The version of program {program.Program} in force says nothing of an end.");
        }

        var accounts = await snapshot.Command(
                $"""
                select count(*) from {snapshot.Schema}.accounts a where a.program = $1 and exists (
                  select from {snapshot.Schema}.wallets w where w.account = a.number and w.pending + w.available + w.held <> 0)
                """,
                Snapshot.Value(program.Program))
            .ListAsync(row => row.GetInt64(0), ct);
        var units = await snapshot.Command(
                $"""
                select w.unit, sum(w.pending), sum(w.available), sum(w.held), sum(w.arrears)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.wallets w on w.account = a.number
                 where a.program = $1 group by w.unit order by w.unit
                """,
                Snapshot.Value(program.Program))
            .ListAsync(
                row => (
                    Unit: row.GetString(0), Pending: row.GetDecimal(1), Unheld: row.GetDecimal(2), Held: row.GetDecimal(3),
                    Arrears: row.GetDecimal(4)),
                ct);
        var expiring = (await snapshot.Command(
                $"""
                select l.unit, sum(l.pending + l.available + l.held)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.lots l on l.account = a.number
                 where a.program = $1 and l.expires_at < $2 group by l.unit
                """,
                Snapshot.Value(program.Program), Snapshot.Value(end.RedeemUntil.UtcDateTime))
            .ListAsync(row => (Unit: row.GetString(0), Amount: row.GetDecimal(1)), ct))
            .ToDictionary(one => one.Unit, one => one.Amount, StringComparer.Ordinal);

        var shown = units.ConvertAll(unit =>
        {
            var digits = program.DigitsOf(unit.Unit);
            var left = unit.Pending + unit.Unheld + unit.Held;
            var before = expiring.GetValueOrDefault(unit.Unit);
            var liability = LiabilityValue.Of(version, unit.Unit, left);
            return new WindDownUnit(
                unit.Unit, Of(unit.Pending), Of(unit.Unheld), Of(unit.Held), Of(left), Of(unit.Arrears), liability, Of(before),
                Of(left - before));

            decimal Of(decimal amount) => ValueFormat.Scaled(amount, digits);
        });
        return await request.AnswerAsync(
            shown,
            () => new WindDownAnswer(
                program.Program, end.EarnUntil, end.RedeemUntil, accounts[0], shown,
                ValueFormat.Scaled(shown.Sum(unit => unit.Liability), version.MinorDigits), version.Currency),
            ct);
    }
}
