using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.Bench.Load;

/// <summary>A generated fact in the forms of both transports.</summary>
/// <param name="Message">The fact as a message.</param>
/// <param name="Line">The fact with its type, as a line of a stream or a member of a batch.</param>
/// <param name="AccountId">The order's account, which returns do not contain.</param>
internal sealed record Fact(IOrderFact Message, byte[] Line, string AccountId)
{
    public static Fact Of(IOrderFact message, string accountId)
    {
        var node = JsonSerializer.SerializeToNode(message, message.GetType(), Wire.Options)!.AsObject();
        node.Insert(0, "type", JsonValue.Create(message.GetType().Name));
        return new Fact(message, JsonSerializer.SerializeToUtf8Bytes(node), accountId);
    }
}
