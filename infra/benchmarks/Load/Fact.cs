using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.Bench.Load;

/// <summary>A generated fact in the forms that the transports take.</summary>
/// <param name="Message">The fact as a message of its own.</param>
/// <param name="Line">The fact as a line of a stream or an item of a batch, with its type.</param>
/// <param name="AccountId">The account of its order, which a return itself does not name.</param>
internal sealed record Fact(IOrderFact Message, byte[] Line, string AccountId)
{
    public static Fact Of(IOrderFact message, string accountId)
    {
        var node = JsonSerializer.SerializeToNode(message, message.GetType(), Wire.Options)!.AsObject();
        node.Insert(0, "type", JsonValue.Create(message.GetType().Name));
        return new Fact(message, JsonSerializer.SerializeToUtf8Bytes(node), accountId);
    }
}
