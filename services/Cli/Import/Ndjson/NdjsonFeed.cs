using System.Buffers;

namespace Ledger.Cli.Import.Ndjson;

/// <summary>
/// Reads a file of facts. Not every fact names its account, so the accounts of orders, activities and purchases are stored in memory: a
/// return, revocation or refund belongs to the account of its subject. If the subject is in no earlier line, the account is unknown.
/// </summary>
internal sealed class NdjsonFeed(ILines lines, HashSet<long> unreadable) : IFactFeed
{
    private readonly Dictionary<string, int> accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string OrderId), int> ofOrder = [];
    private readonly Dictionary<string, int> ofActivity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> ofPurchase = new(StringComparer.Ordinal);

    private LineHead head;

    public int Account { get; private set; }

    public long Number => lines.Number;

    public DateTimeOffset? Date => head.Date;

    public bool MoveNext()
    {
        do
        {
            if (!lines.MoveNext()) return false;
        }
        while (unreadable.Contains(lines.Number));

        head = LineHead.Of(lines.Line.Span);
        Account = AccountOf();
        return true;
    }

    public void Write(IBufferWriter<byte> output) => output.Write(lines.Line.Span);

    public void Dispose() => lines.Dispose();

    private int AccountOf() => head switch
    {
        { IsForAll: true } => IFactFeed.EveryAccount,
        { ActivityId: { } activity } => AccountOf(ofActivity, activity),
        { PurchaseId: { } purchase } => AccountOf(ofPurchase, purchase),
        { Source: { } source, OrderId: { } order } => AccountOf(ofOrder, (source, order)),
        // An opening balance, or a fact without its key, which the service will reject.
        { AccountId: { } account } => NumberOf(account),
        _ => 0,
    };

    private int AccountOf<TKey>(Dictionary<TKey, int> known, TKey key)
        where TKey : notnull
    {
        if (head.AccountId is null) return known.GetValueOrDefault(key, IFactFeed.UnknownAccount);
        var account = NumberOf(head.AccountId);
        // The first line about an order determines its account, because a later revision cannot change it.
        known.TryAdd(key, account);
        return account;
    }

    private int NumberOf(string account)
    {
        if (!accounts.TryGetValue(account, out var number)) accounts.Add(account, number = accounts.Count);
        return number;
    }
}
