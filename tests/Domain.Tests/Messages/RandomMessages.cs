using System.Globalization;
using System.Reflection;
using Ledger.Contracts.V1;

namespace Ledger.DomainTests.Messages;

/// <summary>
/// Random messages, with a value in every member or null where allowed. They are made by reflection over the records, so new members are
/// filled without a change here. The same seed gives the same messages.
/// </summary>
internal sealed class RandomMessages(int seed)
{
    private static readonly string[] Words =
    [
        "merchandise",
        "shipping",
        "account",
        "points",
        "issuance",
        "available",
        "L1",
        "L2",
        "85048",
        "MUG-RED",
        "shop/1001",
        "WHITE HANGING HEART T-LIGHT HOLDER",
        "",
        " ",
        "é",
        "naïve café",
        "日本語",
        "😀",
        "a\"b",
        "a\\b",
        "a/b",
        "<b>&'+`",
        "\t\r\n",
        "\u0001\u001f",
        "\u007f\u0080\u009f",
        "\u2028\u2029",
        "\ufeff",
        "\ud800",
        "x\udc00y",
        "\ue000",
        "\uffff",
        new string('x', 300),
        new string('"', 200),
        new string('é', 150),
    ];

    private readonly Random random = new(seed);
    private readonly NullabilityInfoContext nullability = new();

    /// <summary>Whether amounts are as facts may have them: at most 15 digits before the point and 10 after it.</summary>
    public bool WithinRange { get; init; }

    public int Next(int below) => random.Next(below);

    public T Make<T>() => (T)Make(typeof(T));

    public object Make(Type type)
    {
        if (type == typeof(string)) return Text();
        if (type == typeof(bool)) return Next(2) == 0;
        if (type == typeof(int)) return Next(3) == 0 ? random.Next() : Next(5);
        if (type == typeof(long)) return Whole();
        if (type == typeof(decimal)) return Amount();
        if (type == typeof(Exact)) return Number();
        if (type == typeof(DateTimeOffset)) return Instant();
        if (Nullable.GetUnderlyingType(type) is { } value) return Make(value);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return List(type.GetGenericArguments()[0]);
        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return Enumerable
                .Range(0, Next(4))
                .Select(n => (Key: $"{n}{Text()}", Value: Text()))
                .ToDictionary(tag => tag.Key, tag => tag.Value);
        }
        return Record(type);
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor
                .GetParameters()
                .Select(parameter => MayBeNull(nullability.Create(parameter).WriteState) ? null : Make(parameter.ParameterType))]);
        var given = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !given.Contains(property.Name)))
        {
            property.SetValue(made, MayBeNull(nullability.Create(property).WriteState) ? null : Make(property.PropertyType));
        }

        return made;
    }

    private bool MayBeNull(NullabilityState state) => state == NullabilityState.Nullable && Next(2) == 0;

    private Array List(Type of)
    {
        var list = Array.CreateInstance(of, Next(10) == 0 ? 40 : Next(4));
        for (var i = 0; i < list.Length; i++) list.SetValue(Make(of), i);
        return list;
    }

    private string Text() => Next(3) == 0 ? Words[Next(Words.Length)] + Words[Next(Words.Length)]
        : Next(2) == 0 ? Words[Next(Words.Length)]
        : Next(100_000).ToString(CultureInfo.InvariantCulture);

    private long Whole() => Next(4) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => -Next(1000),
        _ => Next(100_000),
    };

    private decimal Amount()
    {
        if (Next(4) == 0) return Next(2) == 0 ? 0 : 0.00m;
        var number = new decimal(random.NextInt64((long)Math.Pow(10, Next(16)))) * (Next(4) == 0 ? -1 : 1);
        if (WithinRange) return Next(2) == 0 ? number : number / (decimal)Math.Pow(10, Next(11));
        return Next(8) == 0
            ? new decimal(random.Next(int.MinValue, int.MaxValue), random.Next(), random.Next(), Next(2) == 0, (byte)Next(29))
            : new decimal((int)random.NextInt64(int.MaxValue), Next(3) == 0 ? Next(100) : 0, 0, Next(4) == 0, (byte)Next(12));
    }

    private Exact Number() => Next(5) switch
    {
        0 => Exact.Ratio(random.Next(), 1 + Next(1000)),
        1 => Exact.FromDecimal(new decimal(random.Next(), random.Next(), random.Next(), Next(2) == 0, (byte)Next(29))),
        2 => (Exact)(long)-Next(1000),
        _ => Exact.FromDecimal(new decimal(random.Next(), 0, 0, Next(4) == 0, (byte)Next(8))),
    };

    private DateTimeOffset Instant()
    {
        var at = new DateTimeOffset(random.NextInt64(DateTime.UnixEpoch.Ticks, new DateTime(2100, 1, 1).Ticks), TimeSpan.Zero);
        return Next(3) switch
        {
            0 => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)),
            1 => at.ToOffset(TimeSpan.FromMinutes(Next(1200) - 600)),
            _ => at,
        };
    }
}
