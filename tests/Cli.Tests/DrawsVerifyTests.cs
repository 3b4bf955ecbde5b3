using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Ledger.Rules.Domain.Mechanics;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>
/// <c>ledger draws verify</c> compared with a Python program (<c>verify_draw.py</c>) that was written from mechanics.md §9 alone: both
/// agree about every proof, right or wrong.
/// </summary>
internal sealed class DrawsVerifyTests
{
    // Small numbers of candidates, powers of two and their neighbours, more prizes than candidates, and a large draw.
    private static readonly (int Candidates, int Prizes)[] Sizes =
    [
        .. from candidates in Enumerable.Range(0, 10)
        from prizes in new[] { 0, 1, 3, candidates, candidates + 2 }
        select (candidates, prizes),
        (255, 256), (256, 256), (257, 40), (1_000, 1_000), (4_096, 500), (20_000, 2_000),
    ];

    [Test]
    public async Task Every_draw_is_repeated_by_this_tool_and_by_the_script_alike()
    {
        var folder = CommandRun.Folder();
        var proofs = Sizes.Distinct()
            .Select(size => Written(folder, $"{size.Candidates}-{size.Prizes}", ProofOf(size.Candidates, size.Prizes))).ToList();
        var wrong = Wrong().Select(one => Written(folder, $"wrong {one.What}", one.Proof)).ToList();

        foreach (var file in proofs)
        {
            var run = await CommandRun.OfAsync("draws", "verify", file);
            Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")), file);
            Assert.That(run.Output, Does.StartWith("Draw spring of 2011-06-15T02:00:00Z, repeated from position 1204: "));
        }

        foreach (var file in wrong) Assert.That((await CommandRun.OfAsync("draws", "verify", file)).ExitCode, Is.EqualTo(1), file);

        var told = await ScriptAsync([.. proofs, .. wrong]);
        Assert.That(told, Has.Count.EqualTo(proofs.Count + wrong.Count));
        Assert.That(told.Take(proofs.Count), Is.All.EndsWith(": ok"));
        Assert.That(told.Skip(proofs.Count), Has.None.EndsWith(": ok"));
    }

    [Test]
    public async Task What_is_wrong_is_said_where_it_is()
    {
        foreach (var (what, proof, sentence) in Wrong())
        {
            var run = await CommandRun.OfAsync("draws", "verify", Written(CommandRun.Folder(), "p", proof));

            Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")), what);
            Assert.That(run.Error, Does.StartWith($"p.json: {sentence}"), what);
            Assert.That(run.Error, Does.Contain("p.json does not prove the draw: "), what);
        }
    }

    [TestCase("[]", "p.json: $: A proof is a JSON object.")]
    [TestCase("{", "p.json is not JSON, in line 1.")]
    [TestCase("{}", "p.json: $.draw: It is missing.")]
    [TestCase("""{"draw":null}""", "p.json: $.draw: It is missing.")]
    [TestCase("""{"draw":"d","at":"today"}""", "p.json: $.at: It is a time with an offset, as 2011-06-15T02:00:00Z.")]
    [TestCase(
        """{"draw":"d","at":"2011-06-15T02:00:00Z","saltHash":"ABCD"}""", "p.json: $.saltHash: It is 64 hexadecimal digits in lower case.")]
    public async Task A_document_that_is_no_proof_is_told_with_its_path(string text, string sentence)
    {
        var run = await CommandRun.OfAsync("draws", "verify", CommandRun.FileOf("p.json", text));

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.StartWith(sentence));
    }

    private static JsonObject ProofOf(int candidates, int prizes)
    {
        var random = new Random((candidates * 31) + prizes);
        var (salt, chain) = (new byte[DrawRules.SaltLength], new byte[32]);
        random.NextBytes(salt);
        random.NextBytes(chain);
        var made = Enumerable.Range(0, candidates).Select(i => $"{(i % 2 == 0 ? "A" : "a")}-{random.Next()}/{i}");
        string[] ids = [.. made.Order(StringComparer.Ordinal)];
        var winners = DrawRules.Winners(DrawRules.Seed(salt, chain), candidates, prizes).Select(place => ids[place]);
        return new JsonObject
        {
            ["draw"] = "spring",
            ["at"] = "2011-06-15T02:00:00Z",
            ["saltHash"] = Convert.ToHexStringLower(DrawRules.SaltHash(salt)),
            ["salt"] = Convert.ToHexStringLower(salt),
            ["position"] = 1204,
            ["chain"] = Convert.ToHexStringLower(chain),
            ["candidates"] = Strings(ids),
            ["candidatesHash"] = Convert.ToHexStringLower(DrawRules.CandidatesHash(ids)),
            ["prizes"] = prizes,
            ["winners"] = Strings(winners),
        };
    }

    private static IEnumerable<(string What, JsonObject Proof, string Sentence)> Wrong()
    {
        static (string, JsonObject, string) Changed(string what, string sentence, Action<JsonObject> change)
        {
            var proof = ProofOf(9, 3);
            change(proof);
            return (what, proof, sentence);
        }

        static string Other(JsonNode? hex) => ((string)hex!)[..^1] + (((string)hex!)[^1] == '0' ? '1' : '0');

        yield return Changed("salt", "$.salt: ", proof => proof["salt"] = Other(proof["salt"]));
        yield return Changed("salt hash", "$.salt: ", proof => proof["saltHash"] = Other(proof["saltHash"]));
        yield return Changed("chain", "$.winners[", proof => proof["chain"] = Other(proof["chain"]));
        yield return Changed("candidates' hash", "$.candidatesHash: ", proof => proof["candidatesHash"] = Other(proof["candidatesHash"]));
        yield return Changed("candidate left out", "$.candidatesHash: ", proof => proof["candidates"]!.AsArray().RemoveAt(4));
        yield return Changed("candidate twice", "$.candidates[1]: ", proof =>
            proof["candidates"]!.AsArray().Insert(0, (string)proof["candidates"]![0]!));
        yield return Changed("order of candidates", "$.candidates[8]: ", proof =>
        {
            var all = proof["candidates"]!.AsArray();
            var last = (string)all[8]!;
            all.RemoveAt(8);
            all.Insert(7, last);
        });
        yield return Changed("winner", "$.winners[1]: ", proof => proof["winners"]![1] = (string)proof["winners"]![0]!);
        yield return Changed("winner left out", "$.winners: There are 2; the draw repeated gives 3.", proof =>
            proof["winners"]!.AsArray().RemoveAt(2));
        yield return Changed("prizes", "$.winners: There are 3; the draw repeated gives 4.", proof => proof["prizes"] = 4);
    }

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string Written(string folder, string name, JsonObject proof)
    {
        var path = Path.Combine(folder, $"{name}.json");
        File.WriteAllText(path, proof.ToJsonString());
        return path;
    }

    // One line for each file.
    private static async Task<List<string>> ScriptAsync(IReadOnlyList<string> files)
    {
        var script = Path.Combine(TestContext.CurrentContext.TestDirectory, "verify_draw.py");
        var start = new ProcessStartInfo("python3", [script, .. files]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process? started = null;
        try
        {
            started = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Ignore("python3 is not installed here, so the draws were repeated by this tool alone.");
        }

        using var process = started!;
        var errors = process.StandardError.ReadToEndAsync();
        var told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(await errors, Is.Empty);
        return [.. told.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
