using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Papers;
using NUnit.Framework;

namespace Ledger.DomainTests.Papers;

public sealed partial class PaperLanguageTests
{
    [TestCase("en", "1234567.50", "1,234,567.50")]
    [TestCase("de", "1234567.50", "1.234.567,50")]
    [TestCase("ru", "1234567.50", "1\u00A0234\u00A0567,50")]
    [TestCase("fr", "1234567.50", "1\u202F234\u202F567,50")]
    [TestCase("es", "1234567.50", "1.234.567,50")]
    [TestCase("en", "1234", "1,234")]
    [TestCase("es", "1234", "1234")]
    [TestCase("es", "-12345", "-12.345")]
    [TestCase("en", "-999.00", "-999.00")]
    [TestCase("en", "0.00", "0.00")]
    [TestCase("de", "-0.05", "-0,05")]
    [TestCase("fr", "79228162514264337593543950335", "79\u202F228\u202F162\u202F514\u202F264\u202F337\u202F593\u202F543\u202F950\u202F335")]
    public void Numbers_are_written_as_the_language_does(string language, string value, string expected) =>
        Assert.That(PaperLanguage.Of(language)!.Number(decimal.Parse(value, CultureInfo.InvariantCulture)), Is.EqualTo(expected));

    [TestCase("en", "1 Mar 2021", "1 Mar 2021 09:05", "1 Mar 2021 09:05:07")]
    [TestCase("de", "01.03.2021", "01.03.2021 09:05", "01.03.2021 09:05:07")]
    [TestCase("ru", "01.03.2021", "01.03.2021 09:05", "01.03.2021 09:05:07")]
    [TestCase("fr", "01/03/2021", "01/03/2021 09:05", "01/03/2021 09:05:07")]
    [TestCase("es", "01/03/2021", "01/03/2021 09:05", "01/03/2021 09:05:07")]
    public void Dates_are_too(string language, string midnight, string minute, string second)
    {
        var of = PaperLanguage.Of(language)!;
        Assert.That(of.Moment(new DateTime(2021, 3, 1)), Is.EqualTo(midnight));
        Assert.That(of.Moment(new DateTime(2021, 3, 1, 9, 5, 0)), Is.EqualTo(minute));
        Assert.That(of.Moment(new DateTime(2021, 3, 1, 9, 5, 7)), Is.EqualTo(second));
    }

    [TestCase(null, "en")]
    [TestCase("", "en")]
    [TestCase("it", "en")]
    [TestCase("*", "en")]
    [TestCase("fr", "fr")]
    [TestCase("de-AT", "de")]
    [TestCase("it, es;q=0.7, ru;q=0.9", "ru")]
    [TestCase("en;q=0.1,DE;q=0.5", "de")]
    [TestCase("de;q=0, es;q=0.2", "es")]
    [TestCase("fr;q=nonsense, ru;q=0.1", "ru")]
    [TestCase(";;,,;q=1,-", "en")]
    [TestCase("es,fr", "es")]
    public void The_language_that_is_liked_best_is_chosen(string? header, string expected) =>
        Assert.That(PaperLanguage.Accepted(header).Code, Is.EqualTo(expected));

    [TestCase("it")]
    [TestCase("")]
    [TestCase("english")]
    public void There_are_no_others(string code) => Assert.That(PaperLanguage.Of(code), Is.Null);

    [Test]
    public void Every_movement_has_a_name_in_every_language()
    {
        var types = EventNames.All.Where(one => typeof(Movement).IsAssignableFrom(one.Value)).Select(one => one.Key).ToList();
        Assert.That(types, Has.Count.GreaterThan(10));
        foreach (var language in PaperLanguage.All)
        {
            Assert.That(language.Texts.Movements.Keys, Is.EquivalentTo(types), language.Code);
            Assert.That(language.Texts.Movements.Values, Has.All.Not.Empty, language.Code);
        }
    }

    [Test]
    public void Every_text_is_there_in_every_language_with_the_same_places_and_in_letters_that_the_faces_have()
    {
        var texts = typeof(StatementTexts).GetProperties().Where(one => one.PropertyType == typeof(string)).ToList();
        Assert.That(texts, Has.Count.GreaterThan(30));
        foreach (var language in PaperLanguage.All)
        {
            foreach (var text in texts)
            {
                var value = (string)text.GetValue(language.Texts)!;
                Assert.That(value, Is.Not.Empty, $"{language.Code} {text.Name}");
                var english = (string)text.GetValue(StatementTexts.English)!;
                Assert.That(Places(value), Is.EqualTo(Places(english)), $"{language.Code} {text.Name}");
                AssertPrints(value);
            }

            foreach (var name in language.Texts.Movements.Values) AssertPrints(name);
            AssertPrints(language.Number(-1234567.5m));
        }

        static void AssertPrints(string text)
        {
            Assert.That(Faces.Plain.Printable(text), Is.EqualTo(text));
            Assert.That(Faces.Strong.Printable(text), Is.EqualTo(text));
        }
    }

    private static List<string> Places(string text) =>
        [.. Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
