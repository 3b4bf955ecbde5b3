using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads a prize of a challenge or draw: a reward, or an amount in a unit.</summary>
internal static class PrizeParsing
{
    public static Prize Read(JsonObjectReader reader, References references, int digits)
    {
        // With a reward, unit and amount belong to the other kind of prize and count as unknown fields.
        if (reader.Has("reward")) return new Prize(null, 0, references.Reward(reader) ?? "");
        var isPoints = reader.Choice("unit", AmountParsing.IsPoints, required: true) ?? true;
        return new Prize(isPoints ? Units.Points : Units.Cashback, AmountParsing.Read(reader, "amount", isPoints ? 0 : digits), null);
    }
}
