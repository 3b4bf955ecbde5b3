using System.Buffers;

namespace Ledger.Cli.Import.Ndjson;

/// <summary>
/// Goes through a file of facts. Only an order names its account, so the orders seen are kept in mind: a return or a payment
/// belongs to the account of its order. One whose order stands in no line before it has an unknown account.
/// </summary>
internal sealed class NdjsonFeed(LineReader lines, HashSet<long> unreadable) : IFactFeed
{
    private readonly Dictionary<string, int> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string OrderId), int> accountOfOrder = [];

    public int Account { get; private set; }

    public long Number => lines.Number;

    public bool MoveNext()
    {
        do
        {
            if (!lines.MoveNext()) return false;
        }
        while (unreadable.Contains(lines.Number));

        Account = AccountOf(FactHead.Of(lines.Line.Span));
        return true;
    }

    public void Write(IBufferWriter<byte> output) => output.Write(lines.Line.Span);

    public void Dispose() => lines.Dispose();

    private int AccountOf(FactHead head)
    {
        // Without its key it is no fact: it will be rejected, so it needs no place among others.
        if (head.Source is null || head.OrderId is null) return 0;
        if (head.AccountId is null) return accountOfOrder.GetValueOrDefault((head.Source, head.OrderId), IFactFeed.UnknownAccount);
        if (!accounts.TryGetValue(head.AccountId, out var account)) accounts.Add(head.AccountId, account = accounts.Count);
        // The first line of an order says whose it is: a later revision cannot move it to another account.
        accountOfOrder.TryAdd((head.Source, head.OrderId), account);
        return account;
    }
}
