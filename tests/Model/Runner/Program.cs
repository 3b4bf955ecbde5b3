using System.Globalization;
using System.Text.Json;
using Ledger.Model;

if (args is ["check", var seeds, var steps])
{
    return Check(int.Parse(seeds, CultureInfo.InvariantCulture), int.Parse(steps, CultureInfo.InvariantCulture));
}

if (args.Length != 4)
{
    Console.Error.WriteLine("usage: PROGRAM.json ORDERS.csv.gz OUTDIR AS-OF | check SEEDS STEPS");
    return 2;
}

var ledger = new ModelLedger();
using var program = JsonDocument.Parse(File.ReadAllText(args[0]));
string id = "";
string currency = "";
JsonElement[] versions = program.RootElement.ValueKind == JsonValueKind.Array ? [.. program.RootElement.EnumerateArray()] : [program.RootElement];
foreach (var version in versions)
{
    id = ledger.PublishProgram(version.GetRawText());
    currency = version.GetProperty("currency").GetString()!;
}

using var orders = File.OpenRead(args[1]);
var facts = OnlineRetail.Read(orders, id, currency);
foreach (var fact in facts.Facts)
{
    var outcome = ledger.Apply(fact);
    if (outcome.Result != Result.Recorded)
    {
        Console.Error.WriteLine($"{outcome.Result} {outcome.Code}: {fact}");
        return 1;
    }
}

ledger.AdvanceClock(id, DateTimeOffset.Parse(args[3], CultureInfo.InvariantCulture));
var texts = ledger.Exports(id);
Directory.CreateDirectory(args[2]);
File.WriteAllText(Path.Combine(args[2], "balances.csv"), texts.Balances);
File.WriteAllText(Path.Combine(args[2], "standings.csv"), texts.Standings);
File.WriteAllText(Path.Combine(args[2], "rebates.csv"), texts.Rebates);
File.WriteAllText(Path.Combine(args[2], "entitlements.csv"), texts.Entitlements);
Console.WriteLine(facts.Counts(ledger.AccountCount(id)));
return 0;

static int Check(int seeds, int steps)
{
    // Some steps of the histories lie after it and are refused.
    var received = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
    for (int seed = 1; seed <= seeds; seed++)
    {
        var ledger = new ModelLedger();
        foreach (var version in RandomProgram.Versions(seed))
        {
            ledger.PublishProgram(version);
        }
        int n = 0;
        foreach (var step in RandomHistory.Make(seed, steps))
        {
            var outcome = ledger.Do(step, received);
            string name = ((object?)step.Fact ?? step.Command)!.GetType().Name + " " + outcome.Result + " " + outcome.Code;
            seen[name] = seen.GetValueOrDefault(name) + 1;
            try
            {
                ledger.Check(RandomProgram.Id);
            }
            catch (InvalidOperationException e)
            {
                Console.WriteLine($"seed {seed}, step {n}: {e.Message}; {step}");
                return 1;
            }
            n++;
        }
    }
    foreach (var (name, count) in seen)
    {
        Console.WriteLine($"{count,8} {name}");
    }
    return 0;
}
