using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Ledger.Domain.Reading;

/// <summary>The kinds of values that a member can have.</summary>
internal enum ValueKind
{
    Text,
    Instant,
    Amount,
    WholeNumber,
    Texts,
    Records,
}

/// <summary>A member of a record in JSON.</summary>
/// <param name="Name">camelCase.</param>
/// <param name="NameUtf8">The name's bytes.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="IsNullable">Whether null is allowed and means no value.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Default">The value of an absent member.</param>
/// <param name="Type">The .NET type of the value, without its nullability.</param>
/// <param name="Item">For <see cref="ValueKind.Records"/>: the shape of each item; else null.</param>
internal sealed record RecordMember(
    string Name, byte[] NameUtf8, ValueKind Kind, bool IsNullable, bool IsRequired, object? Default, Type Type, RecordShape? Item);

/// <summary>
/// The JSON form of a record of the contract. It is derived from the record's constructor (the parameters' names, types, nullability and
/// default values), so that a changed record needs no change here.
/// </summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = [];
    private readonly ConstructorInvoker constructor;

    private RecordShape(Type type)
    {
        // The constructor with the most parameters has all members; the other one copies.
        var longest = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        constructor = ConstructorInvoker.Create(longest);
        var nullability = new NullabilityInfoContext();
        Type = type;
        Members = [.. longest.GetParameters().Select(parameter =>
            MemberOf(parameter, nullability.Create(parameter).WriteState == NullabilityState.Nullable))];
    }

    public Type Type { get; }

    public IReadOnlyList<RecordMember> Members { get; }

    public static RecordShape Of(Type type) => Known.GetOrAdd(type, static one => new RecordShape(one));

    /// <summary>Creates the record from one value for each member, in their order.</summary>
    public object Make(object?[] values) => constructor.Invoke(values.AsSpan());

    private static RecordMember MemberOf(ParameterInfo parameter, bool isNullable)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var kind = KindOf(type);
        var item = kind == ValueKind.Records ? Of(type.GetGenericArguments()[0]) : null;
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        var isRequired = !parameter.HasDefaultValue && !isNullable;
        return new RecordMember(name, Encoding.UTF8.GetBytes(name), kind, isNullable, isRequired, absent, type, item);
    }

    private static ValueKind KindOf(Type type)
    {
        if (type == typeof(string)) return ValueKind.Text;
        if (type == typeof(DateTimeOffset)) return ValueKind.Instant;
        if (type == typeof(decimal)) return ValueKind.Amount;
        if (type == typeof(int) || type == typeof(long)) return ValueKind.WholeNumber;
        if (type == typeof(IReadOnlyDictionary<string, string>)) return ValueKind.Texts;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return ValueKind.Records;
        throw new NotSupportedException($"No member of what comes in is a {type.Name}.");
    }
}
