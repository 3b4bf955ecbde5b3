using System.Text.RegularExpressions;
using Ledger.Console.Access;
using Ledger.Console.Parts;
using Ledger.Console.Texts;
using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NUnit.Framework;

namespace Ledger.Console.Tests;

/// <summary>The texts in all languages, and how numbers and times are written.</summary>
public sealed partial class TextTests
{
    private static readonly Shown German = new(Catalogue.German, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), "EUR");

    [Test]
    public void Every_language_has_the_same_texts_with_the_same_places() => Assert.Multiple(() =>
    {
        Assert.That(Catalogue.German.Keys, Is.EquivalentTo(Catalogue.English.Keys));
        foreach (var key in Catalogue.English.Keys.Intersect(Catalogue.German.Keys))
        {
            Assert.That(Places(Catalogue.German[key]), Is.EqualTo(Places(Catalogue.English[key])), key);
        }
    });

    [Test]
    public void Every_text_that_a_page_names_is_there_and_every_text_is_used()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root(), "services", "Console"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = Found(Named(), sources);
        // Words in answers are looked up with their kind as a prefix, for example state.held.
        var kinds = Found(Kind(), sources).Select(kind => kind + ".").ToList();
        var words = Found(Word(), sources);
        Assert.That(named, Has.Count.GreaterThan(100), "the pattern no longer finds them");
        Assert.Multiple(() =>
        {
            Assert.That(named.Except(Catalogue.English.Keys), Is.Empty, "texts that are not there");
            Assert.That(
                Catalogue.English.Keys.Where(key =>
                    !words.Contains(key)
                    && !kinds.Any(kind => key.StartsWith(kind, StringComparison.Ordinal))
                    && !(key.StartsWith("done.", StringComparison.Ordinal) && words.Contains(key["done.".Length..]))),
                Is.Empty, "texts that nothing shows");
        });
    }

    [TestCase(null, "en")]
    [TestCase("", "en")]
    [TestCase("de", "de")]
    [TestCase("de-AT,de;q=0.9,en;q=0.8", "de")]
    [TestCase("fr,de;q=0.5,en;q=0.4", "de")]
    [TestCase("en-GB,de;q=0.9", "en")]
    [TestCase("de;q=0,en;q=0.1", "en")]
    [TestCase("fr", "en")]
    [TestCase("*", "en")]
    [TestCase("de;q=x,,;", "en")]
    public void The_language_is_the_one_that_the_browser_likes_best(string? accepted, string language) =>
        Assert.That(Catalogue.Preferred(accepted).Language, Is.EqualTo(language));

    [Test]
    public void Numbers_and_times_are_written_as_the_language_and_the_program_say() => Assert.Multiple(() =>
    {
        Assert.That(German.Money(1234567.50m), Is.EqualTo("1.234.567,50 EUR"));
        Assert.That(German.Amount(1234, "points"), Is.EqualTo("1.234 Punkte"));
        Assert.That(German.WithSign(5), Is.EqualTo("+5"));
        Assert.That(German.WithSign(-5), Is.EqualTo("-5"));
        Assert.That(German.Instant(new DateTimeOffset(2025, 6, 30, 22, 30, 0, TimeSpan.Zero)), Is.EqualTo("01.07.2025 00:30"));
        Assert.That(German.Date(null), Is.EqualTo("–"));
        Assert.That(German.Number(Exact.Parse("12.5")), Is.EqualTo("12,5"));
        Assert.That(German.Number(Exact.Parse("1/3")), Is.EqualTo("≈ 0,333333"));
        Assert.That(German.Number(Exact.Parse("-1/2")), Is.EqualTo("-0,5"));
    });

    [TestCase("1,5", 1.5)]
    [TestCase("-20", -20)]
    [TestCase("1.000", null)]
    [TestCase("", null)]
    [TestCase("1e3", null)]
    public void A_typed_number_is_read_as_the_language_writes_it_or_refused(string typed, double? expected)
    {
        var posted = new Posted(new FormCollection(new Dictionary<string, StringValues> { ["amount"] = typed }));
        if (expected is { } number) Assert.That(Typing.Number(posted, "amount", Catalogue.German), Is.EqualTo((decimal)number));
        else Assert.That(() => Typing.Number(posted, "amount", Catalogue.German), Throws.Exception.With.Message.Contains("invalid_value"));
    }

    [TestCase("beaten-by:volume", "beaten by volume")]
    [TestCase("when.tierIn", "its condition tierIn does not hold")]
    [TestCase("below-first-step", "below its first step")]
    [TestCase("something-new", "something-new")]
    public void A_reason_is_put_into_words(string reason, string words) =>
        Assert.That(ReasonTexts.Of(Catalogue.English, reason), Is.EqualTo(words));

    [TestCase("/console/programs/p", "/console/programs/p")]
    [TestCase("https://evil.example/console/", "/console")]
    [TestCase("//evil.example", "/console")]
    [TestCase("/console/\\evil.example", "/console")]
    [TestCase(null, "/console")]
    public void After_signing_in_one_goes_to_a_page_of_the_console_and_nowhere_else(string? back, string onward) =>
        Assert.That(SignIn.Onward(back), Is.EqualTo(onward));

    [TestCase("http://[::]:8080", "http://127.0.0.1:8080/")]
    [TestCase("http://*:80", "http://127.0.0.1/")]
    [TestCase("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [TestCase("http://ledger.example:8080", "http://ledger.example:8080/")]
    public void The_own_address_is_one_that_can_be_reached(string listening, string reached) =>
        Assert.That(OwnAddress.Reached(listening).ToString(), Is.EqualTo(reached));

    [TestCase("liability.xlsx", "reports/liability.xlsx")]
    [TestCase("variance.csv", "reports/variance.csv")]
    [TestCase("balances.csv", "exports/balances.csv")]
    [TestCase("balances.xlsx", null)]
    [TestCase("liability.json", null)]
    [TestCase("../liability.csv", null)]
    public void Only_files_that_there_are_can_be_had(string name, string? path) => Assert.That(Downloads.PathOf(name), Is.EqualTo(path));

    [TestCase("shop/7", "/console/programs/a%2Fb/orders/shop/7")]
    [TestCase("shop/7/8", "/console/programs/a%2Fb/orders/shop/7%2F8")]
    public void Ids_are_escaped_in_addresses(string order, string address) =>
        Assert.That(Addresses.Order("a/b", order), Is.EqualTo(address));

    private static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    private static HashSet<string> Found(Regex pattern, IEnumerable<string> texts) =>
        texts.SelectMany(text => pattern.Matches(text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ledger.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("""\{\d+\}""")]
    private static partial Regex Place();

    [GeneratedRegex("""(?:T|[Tt]exts)(?:\.Of\(|\[)"([a-z.]+)""" + "\"")]
    private static partial Regex Named();

    [GeneratedRegex("""(?:Word\("|\[\$")([a-z]+)(?:"|\.\{)""")]
    private static partial Regex Kind();

    [GeneratedRegex(""""
        "([a-z.]+)"
        """")]
    private static partial Regex Word();
}
