using System.Buffers;
using System.Text;
using Ledger.Cli.Import;

namespace Ledger.Cli.Tests;

/// <summary>Facts written out in a test: an account, or none, and a text.</summary>
internal sealed class ListFeed(IReadOnlyList<(int Account, string Text)> facts) : IFactFeed
{
    private int next;

    public int Account => facts[next - 1].Account;

    public long Number => next;

    public DateTimeOffset? Date => null;

    public bool MoveNext() => next < facts.Count && next++ >= 0;

    public void Write(IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(facts[next - 1].Text));

    public void Dispose()
    {
    }
}
