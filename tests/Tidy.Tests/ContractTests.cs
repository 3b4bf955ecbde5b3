using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>Whoever writes a client in another language reads the samples, so there is one for each message.</summary>
public sealed partial class ContractTests
{
    private const string Samples = "contracts/samples";

    [Test]
    public void Every_message_has_a_sample_and_every_sample_a_message()
    {
        // HTTP answers are no messages; their examples belong to the OpenAPI document.
        var files = Repository.Files("contracts", "*.cs").Where(file => !file.StartsWith("contracts/Answers/", StringComparison.Ordinal));
        var code = files.SelectMany(file => File.ReadLines(Repository.PathOf(file)))
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)).ToList();
        var records = code.SelectMany(line => Record().Matches(line)).Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        if (records.Count == 0 && !Directory.Exists(Repository.PathOf(Samples)))
        {
            Assert.Ignore("there are no messages yet");
        }

        var samples = Repository.Files(Samples, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))
            .ToHashSet(StringComparer.Ordinal);
        var named = code.SelectMany(line => Word().Matches(line)).CountBy(match => match.Value).ToDictionary();
        // A record that other records use is a part and is shown in their samples; OrderPlaced is both a part and a message.
        var messages = records.Where(record => named[record] == 1 || record == "OrderPlaced");

        Assert.Multiple(() =>
        {
            Assert.That(messages.Except(samples), Is.Empty, $"messages without {Samples}/<Message>.json");
            Assert.That(samples.Except(records), Is.Empty, "samples of no message");
        });
    }

    [Test]
    public void Every_sample_is_valid_JSON() =>
        Assert.Multiple(() =>
        {
            foreach (var file in Repository.Files(Samples, "*.json"))
            {
                Assert.That(() => { using var _ = JsonDocument.Parse(Repository.Read(file)); }, Throws.Nothing, file);
            }
        });

    [GeneratedRegex(@"\bpublic (?:sealed )?record (\w+)")]
    private static partial Regex Record();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
