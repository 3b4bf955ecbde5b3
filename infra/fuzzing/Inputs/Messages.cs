using System.Globalization;
using System.Text.Json;

namespace Ledger.Fuzz.Inputs;

/// <summary>Makes messages: the n-th of a lane is the same whenever it is made.</summary>
/// <param name="scenario">The programs.</param>
/// <param name="seed">The run's.</param>
/// <param name="lane">Among all lanes.</param>
/// <param name="answers">Where answers to commands go; an address of MassTransit.</param>
public sealed class Messages(Scenario scenario, ulong seed, int lane, string answers)
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const int DepthMax = 12;
    private static readonly string[] ContentTypes = ["application/json", "text/plain", "", "application/vnd.masstransit+bson",
        "application/vnd.masstransit.raw+json", "application/octet-stream", Envelope, Envelope];
    private static readonly JsonDocumentOptions Readable = new() { MaxDepth = DepthMax };

    /// <summary>Good facts' accounts are this lane's own.</summary>
    public string GoodLane { get; } = string.Create(CultureInfo.InvariantCulture, $"b{lane}");

    /// <summary>How many good facts of this lane were sent, by account.</summary>
    public long[] Good { get; } = new long[Scenario.GoodAccounts];

    /// <summary>The n-th message.</summary>
    public Message Make(long number)
    {
        var dice = Dice.Of(seed, lane, number);
        return dice.Below(20) switch
        {
            < 9 => Batch(dice, number),
            < 14 => Single(dice, number),
            < 18 => Command(dice, number),
            _ => Broken(dice, number),
        };
    }

    /// <summary>Says that a message's good facts were sent.</summary>
    public void Sent(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var order in message.Good) Good[AccountOf(order)]++;
    }

    /// <summary>Which of the lane's accounts a good order is of.</summary>
    public static int AccountOf(string order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return (int)(long.Parse(order[(order.IndexOf('-', StringComparison.Ordinal) + 1)..],
            CultureInfo.InvariantCulture) % Scenario.GoodAccounts);
    }

    private static bool IsProgram(string name) => name == "program";

    private Message Batch(Dice dice, long number)
    {
        var count = dice.Between(3, 60);
        var good = new List<string>();
        using var facts = new MemoryStream();
        for (var n = 0; n < count; n++)
        {
            if (n > 0) facts.WriteByte((byte)',');
            if (dice.OneIn(4))
            {
                var id = (number * 100) + n;
                facts.Write(Scenario.Good(dice, scenario.Bus, GoodLane, id).ToBytes());
                good.Add(string.Create(CultureInfo.InvariantCulture, $"{GoodLane}-{id}"));
            }
            else
            {
                facts.Write(Element(dice));
            }
        }

        byte[] body = [.. "{\"facts\":["u8, .. facts.ToArray(), .. "]}"u8];
        return new Message(Message.Orders, Envelope, Enveloped(dice, "SubmitOrders", body, number), count - good.Count, count, good);
    }

    // One that is JSON, or the whole message would be none: whatever else is wrong with it is its own.
    private byte[] Element(Dice dice)
    {
        while (true)
        {
            var (type, _, fact) = Scenario.Fact(dice, scenario.Bus);
            if (type != "OrderPlaced" || dice.OneIn(2)) fact.All.Insert(0, ("type", Node.Quoted(type)));
            var bytes = Mutation.Of(dice, fact, IsProgram);
            if (IsJson(bytes)) return bytes;
        }
    }

    private Message Single(Dice dice, long number)
    {
        if (dice.OneIn(5))
        {
            var fact = Scenario.Good(dice, scenario.Bus, GoodLane, number * 100);
            return new Message(Message.Orders, Envelope, Enveloped(dice, "OrderPlaced", fact.ToBytes(), number), 0, 1,
                [string.Create(CultureInfo.InvariantCulture, $"{GoodLane}-{number * 100}")]);
        }

        var (type, _, valid) = Scenario.Fact(dice, scenario.Bus);
        var bytes = Mutation.Of(dice, valid, IsProgram);
        return new Message(Message.Orders, Envelope, Enveloped(dice, type, bytes, number), 1, IsJson(bytes) ? 1 : null, []);
    }

    private Message Command(Dice dice, long number)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"k{((lane * 977) + number) % 3000}");
        var (type, _, command) = Scenario.Command(dice, scenario.Bus, key);
        var bytes = dice.OneIn(4) ? command.ToBytes() : Mutation.Of(dice, command, IsProgram);
        var isAsked = dice.OneIn(2);
        return new Message(Message.Commands, Envelope, Enveloped(dice, type, bytes, number, isAsked ? answers : null), 1, null, [], isAsked
            && IsJson(bytes));
    }

    // The envelope itself, its type, or what it says that it is.
    private Message Broken(Dice dice, long number)
    {
        var queue = dice.OneIn(3) ? Message.Commands : Message.Orders;
        var type = dice.Of(["OrderPlaced", "SubmitOrders", "OrderMoved", "HoldPoints", "", "PointsAccrued"]);
        var fact = Scenario.Fact(dice, scenario.Bus).Fact.ToBytes();
        var body = dice.Below(6) switch
        {
            0 => fact,
            1 => Mutation.Bytes(dice, Enveloped(dice, type, fact, number)),
            2 => Mutation.Bytes(dice, Mutation.Bytes(dice, Enveloped(dice, type, fact, number))),
            3 => Enveloped(dice, type, Mutation.Of(dice, new Items(new Leaf("1"), new Members().With("facts", new Items())), null), number),
            4 => MutatedEnvelope(dice, type, fact),
            _ => dice.OneIn(2) ? [] : dice.Of(Values.Pieces),
        };
        return new Message(queue, dice.Of(ContentTypes), body, 1, null, []);
    }

    private static byte[] MutatedEnvelope(Dice dice, string type, byte[] fact)
    {
        var envelope = new Members().With("messageId", "0b0e0c9a-0000-4000-8000-000000000001")
            .With("messageType", new Items(Node.Quoted($"urn:message:Ledger.Contracts.V1:{type}")))
            .With("message", new Leaf(System.Text.Encoding.UTF8.GetString(fact))).With("headers", new Members())
                .With("sentTime", "2024-01-01T00:00:00Z").With("expirationTime", dice.OneIn(3) ? new Leaf(dice.Of(Values.Times)) : null)
            .With("host", new Members().With("machineName", "x"))
                .With("responseAddress", dice.OneIn(3) ? new Leaf(dice.Of(Values.Texts)) : null)
                .With("requestId", dice.OneIn(3) ? new Leaf(dice.Of(Values.Texts)) : null);
        return Mutation.Of(dice, envelope);
    }

    private byte[] Enveloped(Dice dice, string type, byte[] message, long number, string? responseAddress = null)
    {
        var id = new Guid(unchecked((int)seed), (short)lane, 0x4000, BitConverter.GetBytes(number));
        var asked = responseAddress is null ? "" : $"\"responseAddress\":\"{responseAddress}\",\"requestId\":\"{id}\",";
        var before = $$"""{"messageId":"{{id}}",{{asked}}"messageType":["urn:message:Ledger.Contracts.V1:{{type}}"],"message":""";
        return [.. Node.Encode(before), .. message, .. (dice.OneIn(2) ? "}"u8 : ",\"headers\":{}}"u8)];
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Readable);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
