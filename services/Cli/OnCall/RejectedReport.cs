using Ledger.Cli.Terminal;
using Ledger.Client;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>The refused facts that were not submitted again successfully, by code.</summary>
internal sealed record RejectedReport(string Program, long Facts, IReadOnlyList<RejectedCode> Codes)
{
    public static async Task<RejectedReport> ReadAsync(LedgerProgram program, CancellationToken cancellation)
    {
        var codes = new Dictionary<string, RejectedCode>(StringComparer.Ordinal);
        await foreach (var one in program.ListRejectedAsync(onlyOpen: true, cancellation))
        {
            var known = codes.GetValueOrDefault(one.Code) ?? new RejectedCode(one.Code, 0, one.RecordedAt, one.RecordedAt, one.Id);
            codes[one.Code] = known with { Facts = known.Facts + 1, Last = one.RecordedAt, LastId = one.Id };
        }

        var sorted = codes.Values.OrderByDescending(code => code.Facts).ThenBy(code => code.Code, StringComparer.Ordinal).ToList();
        return new RejectedReport(program.Id, sorted.Sum(code => code.Facts), sorted);
    }

    public IEnumerable<IRenderable> View()
    {
        if (Facts == 0)
        {
            yield return PageParts.Sentence($"No refused fact of {Program} is open.");
            yield break;
        }

        yield return PageParts.Table(
            $"Refused facts of {Program}",
            ["code", "#facts", "first", "last", "id of the last"],
            Codes.Select(code => new[]
            {
                code.Code, PageParts.Number(code.Facts), PageParts.Time(code.First), PageParts.Time(code.Last), code.LastId,
            }));
        yield return PageParts.Bars("Facts", Codes.Select(code => (code.Code, (decimal)code.Facts)));
    }
}

/// <summary>The facts that were refused for one reason.</summary>
/// <param name="Code">Stable code; infra/docs/refusals.md lists all.</param>
/// <param name="LastId">Id of the last of these facts.</param>
internal sealed record RejectedCode(string Code, long Facts, DateTimeOffset First, DateTimeOffset Last, string LastId);
