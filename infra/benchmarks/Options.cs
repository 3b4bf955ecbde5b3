using System.Globalization;

namespace Ledger.Bench;

/// <summary>What to measure.</summary>
/// <param name="Orders">Generated orders; returns come on top of them.</param>
/// <param name="HotOrders">Orders of the one busy account; 0 leaves it out.</param>
/// <param name="Redemptions">Redemptions of each run of them; 0 leaves them out.</param>
/// <param name="Only">Letters of the runs to do; empty: all.</param>
/// <param name="Engine">Only the rules engine, by BenchmarkDotNet.</param>
internal sealed record Options(int Orders, int HotOrders, int Redemptions, string Only, bool Engine)
{
    public const string Usage = """
        usage: infra/bench [--facts N] [--quick] [--hot N] [--redemptions N] [--only LETTERS] [--engine]

          --facts N        orders to generate (20,000); 8 % returns come on top
          --quick          2,000 orders, 5,000 of the busy account, 5,000 redemptions
          --hot N          orders of the busy account (100,000); 0 leaves it out
          --redemptions N  redemptions of each run of them (20,000); 0 leaves them out
          --only LETTERS   of a (bus, no work), b (COPY), c (row locks), d (HTTP, with f and g), e (bus), h (busy account),
                           i (redemptions), j (redemptions with row locks); b needs d
          --engine         the rules engine alone
        """;

    private const string AllRuns = "abcdehij";

    public bool Does(char run) => Only.Length == 0 || Only.Contains(run, StringComparison.Ordinal);

    /// <summary>Null when the arguments make no sense.</summary>
    public static Options? Read(string[] arguments)
    {
        var options = new Options(Orders: 20_000, HotOrders: 100_000, Redemptions: 20_000, Only: "", Engine: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Orders = 2_000, HotOrders = 5_000, Redemptions = 5_000 };
                    break;
                case "--engine":
                    options = options with { Engine = true };
                    break;
                case "--facts" when Number(value) is >= 500 and var orders:
                    options = options with { Orders = orders };
                    i++;
                    break;
                case "--hot" when Number(value) is 0 or >= 1_000:
                    options = options with { HotOrders = Number(value) };
                    i++;
                    break;
                case "--redemptions" when Number(value) is 0 or >= 1_000:
                    options = options with { Redemptions = Number(value) };
                    i++;
                    break;
                case "--only" when value.Length > 0 && value.All(AllRuns.Contains):
                    options = options with { Only = value };
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
