using System.Globalization;

namespace Ledger.Bench;

/// <summary>What to measure.</summary>
/// <param name="Orders">Generated orders; returns come on top of them.</param>
/// <param name="HotOrders">Orders of the one busy account; 0 skips run h.</param>
/// <param name="Redemptions">Redemptions in each run of redemptions; 0 skips these runs.</param>
/// <param name="Queries">Queries in each run of balances or standings; 0 skips these runs.</param>
/// <param name="Accounts">Idle accounts in the runs m, n and o.</param>
/// <param name="Only">Letters of the runs to do; empty: all.</param>
/// <param name="Engine">Only the rules engine, by BenchmarkDotNet.</param>
internal sealed record Options(int Orders, int HotOrders, int Redemptions, int Queries, int Accounts, string Only, bool Engine)
{
    public const string Usage = """
        usage: infra/bench [--facts N] [--quick] [--hot N] [--redemptions N] [--queries N] [--accounts N]
                          [--only LETTERS] [--engine]

          --facts N        orders to generate (20,000); 8 % returns come on top
          --quick          2,000 orders, 5,000 of the busy account, 5,000 redemptions, 10,000 queries
          --hot N          orders of the busy account (100,000); 0 skips h
          --redemptions N  redemptions in each run of redemptions (20,000); 0 skips i and j
          --queries N      queries in each run of balances or standings (40,000); 0 skips r
          --accounts N     idle accounts in m, n and o (1,000,000)
          --only LETTERS   run only these: a (bus, no work), b (COPY), c (row locks), d (HTTP, with f and g), e (bus),
                           h (busy account), i (redemptions), j (redemptions with row locks), k (Marten's own append),
                           r (balances and standings), t (d without and with telemetry). b and k need d. These run only when named:
                           m (a month boundary for idle accounts), o (after m: two more boundaries at once, every account changes),
                           n (the close of a challenge of all idle accounts)
          --engine         the rules engine alone
        """;

    private const string Usual = "abcdehijkrt";

    // These runs take half an hour, with o an hour, so they run only when named.
    private const string Long = "mno";

    public bool Does(char run) =>
        Only.Length == 0 ? Usual.Contains(run, StringComparison.Ordinal) : Only.Contains(run, StringComparison.Ordinal);

    /// <summary>Reads the arguments; null when they are invalid.</summary>
    public static Options? Read(string[] arguments)
    {
        var options = new Options(Orders: 20_000, HotOrders: 100_000, Redemptions: 20_000, Queries: 40_000, Accounts: 1_000_000, Only: "",
            Engine: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Orders = 2_000, HotOrders = 5_000, Redemptions = 5_000, Queries = 10_000 };
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
                case "--queries" when Number(value) is 0 or >= 1_000:
                    options = options with { Queries = Number(value) };
                    i++;
                    break;
                case "--accounts" when Number(value) is >= 1_000 and var accounts:
                    options = options with { Accounts = accounts };
                    i++;
                    break;
                case "--only" when value.Length > 0 && value.All((Usual + Long).Contains):
                    options = options with { Only = value };
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
