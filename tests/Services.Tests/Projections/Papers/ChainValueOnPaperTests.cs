using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Papers;

/// <summary>The PDF statement states a chain value, with which the log can be verified later.</summary>
public sealed partial class ChainValueOnPaperTests : PaperFixture
{
    [Test]
    public async Task The_chain_value_at_the_foot_of_every_page_can_be_verified_later()
    {
        var (program, account) = Accounts[0];
        var file = await PdfAsync(program, account, "lang=en");
        var feet = PdfLines.Read(file).Select(line => Foot().Match(string.Join(' ', line))).Where(match => match.Success).ToList();
        Assert.That(feet, Has.Count.EqualTo(PdfLines.PicturesByPage(file).Count).And.Count.GreaterThan(1));
        var (at, chain) = (feet[0].Groups["at"].Value, feet[0].Groups["chain"].Value);
        Assert.That(feet.Select(foot => foot.Value).Distinct().Count(), Is.EqualTo(1));

        var right = await VerifyAsync($$"""{"published":[{"position":{{at}},"chain":"{{chain}}"}]}""");
        Assert.That(right.GetProperty("ok").GetBoolean(), right.ToString());
        var wrong = await VerifyAsync($$"""{"published":[{"position":{{at}},"chain":"{{new string('0', 64)}}"}]}""");
        Assert.That(wrong.GetProperty("ok").GetBoolean(), Is.False);
        Assert.That(wrong.GetProperty("findings")[0].GetProperty("code").GetString(), Is.EqualTo("chain.unpublished"));
    }

    [TestCase("""{"published":[{"position":0,"chain":"0000000000000000000000000000000000000000000000000000000000000000"}]}""")]
    [TestCase("""{"published":[{"position":1,"chain":"00"}]}""")]
    [TestCase("""{"published":[{"position":1}]}""")]
    [TestCase("""{"published":[null]}""")]
    [TestCase("""[]""")]
    public async Task A_malformed_chain_value_starts_no_verification(string body)
    {
        var refused = await Ledger.SendAsync(HttpMethod.Post, "/v1/integrity/verify", body, HttpStatusCode.BadRequest);
        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo("invalid_value"));
    }

    private static async Task<JsonElement> VerifyAsync(string body)
    {
        const string path = "/v1/integrity/verify";
        await Ledger.SendAsync(HttpMethod.Post, path, body, HttpStatusCode.Accepted);
        JsonElement ended = default;
        await Eventually.TrueAsync(
            async () =>
            {
                ended = await Ledger.SendAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
                return ended.GetProperty("state").GetString() != "running";
            },
            "the check to end", TimeSpan.FromMinutes(2));
        return ended;
    }

    [GeneratedRegex(@"Made at position \d+ of the log\. Chain value at position (?<at>\d+): (?<chain>[0-9a-f]{64})")]
    private static partial Regex Foot();
}
