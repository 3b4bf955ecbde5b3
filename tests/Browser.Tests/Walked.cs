namespace Ledger.Browser.Tests;

/// <summary>A program that the tests walk through, and the accounts they use.</summary>
/// <param name="Program">Its id.</param>
/// <param name="Begin">The beginning of the id of the account whose history is followed.</param>
/// <param name="Found">How many accounts have an id that begins so.</param>
/// <param name="Story">The id of that account.</param>
/// <param name="Adjusted">An account for an adjustment.</param>
/// <param name="Held">An account with something available to hold.</param>
/// <param name="Merged">An account that is merged.</param>
/// <param name="Survivor">The account that it is merged into.</param>
/// <param name="EffectiveFrom">Of the first version, as its document says it.</param>
/// <param name="LowestTier">The id of its lowest tier.</param>
/// <param name="Month">A month with entries.</param>
internal sealed record Walked(
    string Program, string Begin, int Found, string Story, string Adjusted, string Held, string Merged, string Survivor,
    string EffectiveFrom, string LowestTier, string Month)
{
    /// <summary>The walk of a program; waits until its data is imported.</summary>
    public static async Task<Walked> OfAsync(string program)
    {
        if (program == Seeding.Program)
        {
            return new Walked(
                Seeding.Program, "north", 2, Seeding.North, "west", "harbour", "station", "mill", "2020-01-01T00:00:00Z", "bronze",
                "2025-03");
        }

        await TwoYears.ReadyAsync();
        return new Walked(
            TwoYears.Program, "1491", 9, TwoYears.Largest, "12748", "17841", "12346", "12347", "2009-01-01T00:00:00Z", "bronze", "2011-03");
    }
}
