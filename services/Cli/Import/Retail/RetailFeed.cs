using System.Buffers;

namespace Ledger.Cli.Import.Retail;

/// <summary>Goes through the facts of an invoice file.</summary>
internal sealed class RetailFeed(List<RetailFact> facts, RetailJson json) : IFactFeed
{
    private int next;

    public int Account => facts[next - 1].Order.Customer;

    public long Number => next;

    public DateTimeOffset? Date => new DateTimeOffset((facts[next - 1].Return ?? facts[next - 1].Order).Date, TimeSpan.Zero);

    public bool MoveNext()
    {
        if (next == facts.Count) return false;
        next++;
        return true;
    }

    public void Write(IBufferWriter<byte> output) => json.Write(facts[next - 1], output);

    public void Dispose() => json.Dispose();
}
