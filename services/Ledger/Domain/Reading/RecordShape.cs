using System.Collections.Concurrent;
using System.Linq.Expressions;
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

/// <summary>
/// The value of a member, before the record is made. It has a field for each kind of value, so that numbers and times are not boxed.
/// </summary>
/// <param name="IsThere">False: there is no value, or it is null.</param>
internal readonly record struct MemberValue(
    bool IsThere, object? Reference = null, DateTimeOffset Instant = default, decimal Amount = 0, long Whole = 0)
{
    /// <summary>A text, or texts or records.</summary>
    public static MemberValue Of(object reference) => new(true, Reference: reference);

    public static MemberValue Of(DateTimeOffset instant) => new(true, Instant: instant);

    public static MemberValue Of(decimal amount) => new(true, Amount: amount);

    public static MemberValue Of(long whole) => new(true, Whole: whole);
}

/// <summary>A member of a record in JSON.</summary>
/// <param name="Name">camelCase.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="IsNullable">Whether null is allowed and means no value.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Default">The value of an absent member.</param>
/// <param name="Type">The .NET type of the value, without its nullability.</param>
/// <param name="Item">For <see cref="ValueKind.Records"/>: the shape of each item; else null.</param>
internal sealed record RecordMember(
    string Name, ValueKind Kind, bool IsNullable, bool IsRequired, MemberValue Default, Type Type, RecordShape? Item);

/// <summary>
/// The JSON form of a record of the contract. It is derived from the record's constructor (the parameters' names, types, nullability and
/// default values), so that a changed record needs no change here.
/// </summary>
internal sealed class RecordShape
{
    private static readonly ConcurrentDictionary<Type, RecordShape> Known = [];
    private readonly Func<MemberValue[], object> make;

    private RecordShape(Type type)
    {
        // The constructor with the most parameters has all members; the other one copies.
        var longest = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var nullability = new NullabilityInfoContext();
        Type = type;
        Members = [.. longest.GetParameters().Select(parameter =>
            MemberOf(parameter, nullability.Create(parameter).WriteState == NullabilityState.Nullable))];
        Names = [.. Members.Select(member => Encoding.UTF8.GetBytes(member.Name))];
        make = MakerOf(longest, Members);
    }

    public Type Type { get; }

    public RecordMember[] Members { get; }

    /// <summary>The members' names in UTF-8, in the members' order.</summary>
    public byte[][] Names { get; }

    public static RecordShape Of(Type type) => Known.GetOrAdd(type, static one => new RecordShape(one));

    /// <summary>Creates the record from one value for each member, in their order; values behind them are not used.</summary>
    public object Make(MemberValue[] values) => make(values);

    private static RecordMember MemberOf(ParameterInfo parameter, bool isNullable)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        var kind = KindOf(type);
        var item = kind == ValueKind.Records ? Of(type.GetGenericArguments()[0]) : null;
        var isRequired = !parameter.HasDefaultValue && !isNullable;
        return new RecordMember(name, kind, isNullable, isRequired, DefaultOf(parameter), type, item);
    }

    private static MemberValue DefaultOf(ParameterInfo parameter) => parameter.HasDefaultValue ? parameter.DefaultValue switch
    {
        null => default,
        decimal amount => MemberValue.Of(amount),
        int whole => MemberValue.Of(whole),
        long whole => MemberValue.Of(whole),
        var reference => MemberValue.Of(reference),
    } : default;

    // Compiles values => new T((string)values[0].Reference, values[1].Amount, …), because calling a constructor by reflection takes boxed
    // values only.
    private static Func<MemberValue[], object> MakerOf(ConstructorInfo constructor, RecordMember[] members)
    {
        var values = Expression.Parameter(typeof(MemberValue[]));
        var arguments = constructor.GetParameters().Select((parameter, i) =>
        {
            var value = Expression.ArrayAccess(values, Expression.Constant(i));
            var typed = Expression.Convert(Expression.Property(value, FieldOf(members[i].Kind)), parameter.ParameterType);
            return Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? (Expression)typed
                : Expression.Condition(
                    Expression.Property(value, nameof(MemberValue.IsThere)), typed, Expression.Default(parameter.ParameterType));
        });
        return Expression.Lambda<Func<MemberValue[], object>>(Expression.New(constructor, arguments), values).Compile();
    }

    private static string FieldOf(ValueKind kind) => kind switch
    {
        ValueKind.Instant => nameof(MemberValue.Instant),
        ValueKind.Amount => nameof(MemberValue.Amount),
        ValueKind.WholeNumber => nameof(MemberValue.Whole),
        _ => nameof(MemberValue.Reference),
    };

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
