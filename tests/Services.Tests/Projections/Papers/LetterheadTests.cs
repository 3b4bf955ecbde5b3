using System.Net;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Papers;

/// <summary>The name and the logo of a program at the head of its PDF statements.</summary>
public sealed class LetterheadTests : PaperFixture
{
    private const string Letterhead = "/v1/programs/acme/letterhead";

    [Test]
    public async Task The_head_has_the_name_and_the_logo_of_the_program()
    {
        var (program, account) = Accounts[0];
        var before = await PdfAsync(program, account, "");
        Assert.That(PdfLines.Read(before)[0], Is.EqualTo(new[] { "acme" }), "without a name it is the id");
        try
        {
            foreach (var logo in new[] { Pictures.Png, Convert.ToBase64String(Pictures.Jpeg(64, 32)) })
            {
                var body = $$"""{"name":"Бонусы & Söhne <acme>","logo":"{{logo}}"}""";
                var put = await Ledger.SendAsync(HttpMethod.Put, Letterhead, body, HttpStatusCode.OK);
                var kept = await Ledger.SendAsync(HttpMethod.Get, Letterhead, null, HttpStatusCode.OK);
                Assert.That(kept.ToString(), Is.EqualTo(put.ToString()).And.Contain(logo));
                var file = await PdfAsync(program, account, "");
                Assert.That(PdfLines.Read(file)[0], Is.EqualTo(new[] { "Бонусы & Söhne <acme>" }));
                var pictures = PdfLines.PicturesByPage(file);
                Assert.That(pictures[0], Is.EqualTo(1));
                Assert.That(pictures.Skip(1), Has.All.Zero);
                Assert.That(await PdfAsync(program, account, ""), Is.EqualTo(file));
            }
        }
        finally
        {
            await Ledger.SendAsync(HttpMethod.Put, Letterhead, "{}", HttpStatusCode.OK);
        }

        Assert.That(await PdfAsync(program, account, ""), Is.EqualTo(before));
    }

    [TestCase("""{"logo":"nonsense!"}""", "invalid_value")]
    [TestCase("""{"logo":"bm8gcGljdHVyZQ=="}""", "invalid_value")]
    [TestCase("""{"name":""}""", "invalid_value")]
    [TestCase("""{"name":"a\nb"}""", "invalid_value")]
    [TestCase("""{"title":"x"}""", "unknown_field")]
    [TestCase("{", "malformed_json")]
    public async Task A_malformed_letterhead_is_refused(string body, string code)
    {
        var refused = await Ledger.SendAsync(HttpMethod.Put, Letterhead, body, HttpStatusCode.BadRequest);
        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo(code));
        await Ledger.SendAsync(HttpMethod.Put, Letterhead.Replace("acme", "none", StringComparison.Ordinal), "{}", HttpStatusCode.NotFound);
    }
}
