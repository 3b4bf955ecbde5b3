using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.Bench.Load;

/// <summary>A generated fact in the forms that the doors take.</summary>
/// <param name="Message">As a message of its own.</param>
/// <param name="Line">As a line of a stream or a member of a batch, with its type.</param>
/// <param name="AccountId">Whose order it is; returns do not say it themselves.</param>
internal sealed record Fact(IOrderFact Message, byte[] Line, string AccountId)
{
    public static Fact Of(IOrderFact message, string accountId)
    {
        var node = JsonSerializer.SerializeToNode(message, message.GetType(), Wire.Options)!.AsObject();
        node.Insert(0, "type", JsonValue.Create(message.GetType().Name));
        return new Fact(message, JsonSerializer.SerializeToUtf8Bytes(node), accountId);
    }
}
