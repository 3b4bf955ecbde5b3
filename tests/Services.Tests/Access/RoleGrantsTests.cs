using Ledger.Hosting.Access;
using Ledger.Keys;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

public sealed class RoleGrantsTests
{
    [Test]
    public void A_role_has_its_scopes_in_a_program_or_in_all()
    {
        var roles = RoleGrants.Parse(
            " operators = all ; finance=finance:read, accounts:read@acme;finance=finance:read@beta; a%3Db%40c=metrics:read ");
        Assert.That(Shown(roles, "operators"), Is.EqualTo($"* {string.Join(',', Scopes.All)}"));
        Assert.That(Shown(roles, "finance"), Is.EqualTo("acme accounts:read,finance:read; beta finance:read"));
        Assert.That(Shown(roles, "a=b@c"), Is.EqualTo("* metrics:read"));
        Assert.That(Shown(roles, "nobody"), Is.Empty);
        Assert.That(roles.Of(["finance", "finance", "operators"]), Has.Count.EqualTo(3));
    }

    [Test]
    public void A_program_may_have_any_id() =>
        Assert.That(Shown(RoleGrants.Parse("r=all@odd%3B%40%2Fprogram@x"), "r"), Does.StartWith("odd;@/program@x "));

    [TestCase("")]
    [TestCase(" ; ")]
    [TestCase("operators")]
    [TestCase("=all")]
    [TestCase("operators=")]
    [TestCase("operators=everything")]
    [TestCase("operators=all@")]
    [TestCase("operators=all@a b")]
    [TestCase("partner=partner:read@acme")]
    public void What_is_no_mapping_is_refused(string text) => Assert.That(() => RoleGrants.Parse(text), Throws.TypeOf<FormatException>());

    [TestCase("https://login.example", true)]
    [TestCase("https://login.example/realms/shops", true)]
    [TestCase("http://127.0.0.1:8081", true)]
    [TestCase("http://localhost/realm", true)]
    [TestCase("http://login.example", false)]
    [TestCase("https://login.example?x=1", false)]
    [TestCase("login.example", false)]
    [TestCase("", false)]
    public void An_issuer_is_reached_in_secret_or_on_this_machine(string text, bool expected) =>
        Assert.That(TokenSettings.IsIssuer(text), Is.EqualTo(expected));

    private static string Shown(RoleGrants roles, string role) =>
        string.Join("; ", roles.Of([role]).Select(grant => $"{grant.Program ?? "*"} {string.Join(',', grant.Scopes)}"));
}
