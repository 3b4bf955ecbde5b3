using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// Random stored events of any type, made by reflection over the contracts' records, so that new members are filled without a change here.
/// The same seed gives the same events.
/// </summary>
internal sealed class RandomEvent(int seed)
{
    private static readonly string[] Texts =
    [
        "account",
        "points",
        "cashback",
        "pending",
        "available",
        "issuance",
        "held",
        "A",
        "A-17",
        "shop",
        "shop/4711",
        "gold",
        "Zoë",
        "日本",
        "a \"quoted\" \\ text",
        "line\nbreak",
        "*",
        "",
        "goods@1",
        "0",
        new string('x', 47),
        new string('y', 48),
        new string('z', 300),
    ];

    private readonly Random random = new(seed);
    private readonly NullabilityInfoContext nullability = new();

    /// <summary>An event as the writer serializes it; every other one with its members in another order, as a database may give them
    /// back.</summary>
    public byte[] Of(Type type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Record(type), type, Wire.Options);
        return random.Next(2) == 0 ? json : JsonSerializer.SerializeToUtf8Bytes(Shuffled(JsonNode.Parse(json)));
    }

    private object Record(Type type)
    {
        var maker = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var record = maker.Invoke([
            .. maker.GetParameters().Select(parameter => Value(parameter.ParameterType, nullability.Create(parameter).WriteState)),
        ]);
        foreach (var property in type.GetProperties()
            .Where(property => property.CanWrite && maker.GetParameters().All(parameter => parameter.Name != property.Name)))
        {
            property.SetValue(record, Value(property.PropertyType, nullability.Create(property).WriteState));
        }

        return record;
    }

    private object? Value(Type type, NullabilityState state)
    {
        if (state == NullabilityState.Nullable && random.Next(3) == 0) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)] + (random.Next(4) == 0 ? $"{random.Next(1000)}" : "");
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int)) return random.Next();
        if (type == typeof(long)) return random.NextInt64() >> random.Next(64);
        if (type == typeof(decimal)) return new decimal(random.Next(), random.Next(100), 0, random.Next(2) == 0, (byte)random.Next(11));
        if (type == typeof(Exact)) return Exact.Ratio(random.NextInt64() >> random.Next(64), random.Next(1, 1000));
        if (type == typeof(DateTimeOffset))
        {
            return new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero)
                .AddSeconds(random.Next())
                .AddMicroseconds(random.Next(3) == 0 ? random.Next() : 0);
        }
        if (type == typeof(JsonElement)) return JsonSerializer.SerializeToElement(new { Any = random.Next() });
        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return new Dictionary<string, string> { ["k"] = Texts[random.Next(Texts.Length)] };
        }
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? List(type.GetGenericArguments()[0])
            : Record(type);
    }

    private Array List(Type item)
    {
        var items = Array.CreateInstance(item, random.Next(4));
        for (var i = 0; i < items.Length; i++) items.SetValue(Value(item, NullabilityState.NotNull), i);
        return items;
    }

    private JsonNode? Shuffled(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var order = members.Select(member => (member.Key, Value: Shuffled(member.Value))).ToArray();
                random.Shuffle(order);
                return new JsonObject(order.Select(member => KeyValuePair.Create(member.Key, member.Value)));
            case JsonArray items:
                return new JsonArray([.. items.Select(Shuffled)]);
            default:
                return node?.DeepClone();
        }
    }
}
