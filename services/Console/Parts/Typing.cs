using System.Globalization;
using Ledger.Client;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Parts;

/// <summary>Reads input of people; invalid input is refused beside the form, like a refusal of the API.</summary>
public static class Typing
{
    /// <summary>
    /// A number with a sign and decimals, in the language's form. Thousands separators are refused, because 1.000 means different numbers
    /// in different languages.
    /// </summary>
    /// <exception cref="LedgerException">The text is not such a number.</exception>
    public static decimal Number(Posted posted, string field, Catalogue texts)
    {
        ArgumentNullException.ThrowIfNull(posted);
        ArgumentNullException.ThrowIfNull(texts);
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(posted[field], Plain, texts.Numbers, out var number)
            ? number
            : throw Refusal(texts.Of("typing.number", posted[field]));
    }

    /// <summary>A whole number, 0 or more.</summary>
    /// <exception cref="LedgerException">The text is not such a number.</exception>
    public static int Whole(Posted posted, string field, Catalogue texts)
    {
        ArgumentNullException.ThrowIfNull(posted);
        ArgumentNullException.ThrowIfNull(texts);
        return int.TryParse(posted[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refusal(texts.Of("typing.whole", posted[field]));
    }

    /// <summary>A refusal of the console itself.</summary>
    /// <param name="detail">A sentence for people.</param>
    public static LedgerException Refusal(string detail) => new(
        new ProblemAnswer { Type = "about:blank", Title = "invalid value", Status = 422, Detail = detail, Code = "invalid_value" },
        "The form");
}
