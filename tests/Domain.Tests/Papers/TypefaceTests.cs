using Ledger.Projections.Domain.Papers;
using NUnit.Framework;

namespace Ledger.DomainTests.Papers;

public sealed class TypefaceTests
{
    private static Typeface Face => Faces.Plain;

    [TestCase("plain ASCII ~!{}", "plain ASCII ~!{}")]
    [TestCase("Größe, élève, año", "Größe, élève, año")]
    [TestCase("Счёт №5", "Счёт №5")]
    [TestCase("a\tb\nc\0d\u0085e", "a b c d e")]
    [TestCase("\U0001F600 and \U0001F1EC\U0001F1E7", "\uFFFD and \uFFFD\uFFFD")]
    [TestCase("日本", "\uFFFD\uFFFD")]
    [TestCase("", "")]
    public void What_the_face_does_not_have_is_replaced(string text, string expected) =>
        Assert.That(Face.Printable(text), Is.EqualTo(expected));

    [Test]
    public void Half_of_a_surrogate_pair_is_replaced()
    {
        Assert.That(Face.Printable("half \uD800"), Is.EqualTo("half \uFFFD"));
        Assert.That(Face.Printable("\uDC00\uD800"), Is.EqualTo("\uFFFD\uFFFD"));
    }

    [Test]
    public void Any_text_becomes_one_that_can_be_printed()
    {
        for (var one = 0; one <= char.MaxValue; one++)
        {
            var printable = Face.Printable($"a{(char)one}");
            Assert.That(printable.All(Face.Has), $"U+{one:X4}");
            Assert.That(printable, Has.Length.EqualTo(2));
        }
    }

    [Test]
    public void Widths_are_the_font_s_own()
    {
        // Of the font's table: 1,303 of 2,048 for a digit.
        Assert.That(Face.WidthOf("0", 2_048), Is.EqualTo(Face.WidthOf("9", 2_048)).Within(1e-9), "digits stand below each other");
        Assert.That(Face.WidthOf("iii", 8), Is.LessThan(Face.WidthOf("WWW", 8)));
        Assert.That(Face.WidthOf("ab", 8), Is.EqualTo(Face.WidthOf("a", 8) + Face.WidthOf("b", 8)).Within(1e-9));
        Assert.That(Faces.Strong.WidthOf("a", 8), Is.GreaterThan(Face.WidthOf("a", 8)));
    }

    [Test]
    public void Lines_fit_and_lose_nothing_but_blanks()
    {
        const string text =
            "points taken back · order shop/1001 · reason: a-long-word-that-does-not-fit-into-a-line-of-this-width-at-all and more";
        for (var width = 1.0; width < 400; width += 7)
        {
            var lines = Face.Lines(text, 8, width);
            Assert.That(Joined(string.Concat(lines)), Is.EqualTo(Joined(text)));
            foreach (var line in lines) Assert.That(line.Length == 1 || Face.WidthOf(line, 8) <= width, $"{line} at {width}");
        }

        static string Joined(string one) => one.Replace(" ", "", StringComparison.Ordinal);
    }

    [Test]
    public void What_is_no_font_is_refused()
    {
        var file = new byte[64];
        Assert.That(() => Typeface.Read(file), Throws.TypeOf<FormatException>());
    }
}
