using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Ledger.Domain.Deciding;
using Ledger.EventLog;
using Ledger.Host.Endpoints;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Map;

/// <summary>
/// The table "One order's way" of services/README.md cannot drift from the code: each file that it names has a type of its name, and the
/// type of the file that calls it, as the table says, has a call of it in its compiled methods.
/// </summary>
public sealed partial class OrderWayTests
{
    private static readonly Assembly[] Product = [typeof(Facts).Assembly, typeof(Decisions).Assembly, typeof(EventStore).Assembly];

    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Test]
    public void Each_file_is_called_by_the_one_that_the_table_names()
    {
        var rows = Row()
            .Matches(File.ReadAllText(Path.Combine(BuiltFiles.Root, "services/README.md")))
            .Select(row =>
                (Number: int.Parse(row.Groups["number"].Value, null), Path: row.Groups["path"].Value, Caller: row.Groups["caller"].Value)
            )
            .ToList();

        Assert.That(rows.Select(row => row.Number), Is.EqualTo(Enumerable.Range(1, rows.Count)));
        Assert.That(rows, Has.Count.InRange(5, 10));
        Assert.Multiple(() =>
        {
            foreach (var (number, path, caller) in rows.Skip(1))
            {
                var from = int.Parse(caller, null);
                Assert.That(from, Is.LessThan(number), "the table is read from top to bottom");
                Assert.That(Calls(TypeOf(rows[from - 1].Path), TypeOf(path)), $"{rows[from - 1].Path} does not call {path}");
            }
        });
    }

    [Test]
    public void A_call_that_is_not_there_is_not_found() => Assert.That(Calls(typeof(Decisions), typeof(EventStore)), Is.False);

    private static Type TypeOf(string path) => Product.SelectMany(assembly => assembly.GetTypes())
        .Single(type => !type.IsNested && type.Name == Path.GetFileNameWithoutExtension(path));

    // Lambdas and asynchronous methods are compiled into nested types.
    private static bool Calls(Type caller, Type called) => new[] { caller }.Concat(caller.GetNestedTypes(All).SelectMany(WithNested))
        .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        .Any(method => CalledBy(method).Any(type => type == called));

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(All).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<Type?> CalledBy(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] != OpCodes.Call.Value && code[i] != OpCodes.Callvirt.Value && code[i] != OpCodes.Newobj.Value) continue;
            yield return Resolve(method, BitConverter.ToInt32(code, i + 1))?.DeclaringType;
        }
    }

    // Bytes that only look like a call instruction have an invalid token.
    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, ofType, method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (Exception none) when (none is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \| `(?<path>[^`]+)` \| (?<caller>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
