using System.Globalization;
using System.Text.Json;
using Ledger.Model;

const string Usage = """
    usage:
      PROGRAM.json FACTS OUTDIR AS-OF [--follow-clock]   replays facts and writes the eight exports
          FACTS: the wholesaler's orders (.csv.gz) or facts as lines of JSON (.ndjson, .ndjson.gz)
          --follow-clock: the clock is advanced to each time of program-wide work before the first fact at or after it
      check SEEDS STEPS [--mechanics]                    random histories; what must hold is checked after every step
    """;

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(Usage);
    return 0;
}
if (args is ["check", var seeds, var steps, ..])
{
    return Check(
        int.Parse(seeds, CultureInfo.InvariantCulture), int.Parse(steps, CultureInfo.InvariantCulture), args is [.., "--mechanics"]);
}
if (args.Length is < 4 or > 5 || (args.Length == 5 && args[4] != "--follow-clock"))
{
    Console.Error.WriteLine(Usage);
    return 2;
}
return args[1].Contains(".ndjson", StringComparison.Ordinal)
    ? ReplayFacts(args[0], args[1], args[2], args[3], args.Length == 5)
    : ReplayOrders(args[0], args[1], args[2], args[3]);

static (ModelLedger Ledger, string Id, string Currency) Publish(string path)
{
    var ledger = new ModelLedger();
    using var program = JsonDocument.Parse(File.ReadAllText(path));
    string id = "";
    string currency = "";
    JsonElement[] versions =
        program.RootElement.ValueKind == JsonValueKind.Array ? [.. program.RootElement.EnumerateArray()] : [program.RootElement];
    foreach (var version in versions)
    {
        id = ledger.PublishProgram(version.GetRawText());
        currency = version.GetProperty("currency").GetString()!;
    }
    return (ledger, id, currency);
}

static int ReplayOrders(string program, string orders, string outdir, string asOf)
{
    var (ledger, id, currency) = Publish(program);
    using var file = File.OpenRead(orders);
    var facts = OnlineRetail.Read(file, id, currency);
    foreach (var fact in facts.Facts)
    {
        var outcome = ledger.Apply(fact);
        if (outcome.Result != Result.Recorded)
        {
            Console.Error.WriteLine($"{outcome.Result} {outcome.Code}: {fact}");
            return 1;
        }
    }
    ledger.AdvanceClock(id, DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture));
    Write(ledger, id, outdir);
    Console.WriteLine(facts.Counts(ledger.AccountCount(id)));
    return 0;
}

static int ReplayFacts(string program, string facts, string outdir, string asOf, bool followClock)
{
    var (ledger, id, _) = Publish(program);
    var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
    foreach (var fact in FactFile.Read(facts, id))
    {
        while (followClock && ledger.NextProgramWork(id) is { } at && at <= FactFile.TimeOf(fact))
        {
            ledger.AdvanceClock(id, at);
        }
        var outcome = ledger.Apply(fact);
        var name = outcome.Result + (outcome.Code == null ? "" : " " + outcome.Code);
        seen[name] = seen.GetValueOrDefault(name) + 1;
    }
    ledger.AdvanceClock(id, DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture));
    ledger.Check(id);
    Write(ledger, id, outdir);
    foreach (var (name, count) in seen)
    {
        Console.WriteLine($"{count,8} {name}");
    }
    Console.WriteLine($"{ledger.Rejected(id).Count,8} refused in all, parked ones included; {ledger.AccountCount(id)} accounts");
    return 0;
}

static void Write(ModelLedger ledger, string id, string outdir)
{
    var texts = ledger.Exports(id);
    Directory.CreateDirectory(outdir);
    foreach (var (name, text) in new[]
    {
        ("balances", texts.Balances), ("standings", texts.Standings), ("rebates", texts.Rebates), ("entitlements", texts.Entitlements),
        ("members", texts.Members), ("grants", texts.Grants), ("challenges", texts.Challenges), ("partners", texts.Partners),
    })
    {
        File.WriteAllText(Path.Combine(outdir, name + ".csv"), text);
    }
}

static int Check(int seeds, int steps, bool mechanics)
{
    // Some steps of the histories lie after it and are refused.
    var received = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
    for (int seed = 1; seed <= seeds; seed++)
    {
        var ledger = new ModelLedger();
        foreach (var version in mechanics ? RandomProgram.VersionsWithMechanics(seed) : RandomProgram.Versions(seed))
        {
            ledger.PublishProgram(version);
        }
        int n = 0;
        foreach (var step in RandomHistory.Make(seed, steps, mechanics: mechanics))
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
