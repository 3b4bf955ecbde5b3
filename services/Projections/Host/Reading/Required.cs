using System.Text.Json;

namespace Ledger.Projections.Host.Reading;

/// <summary>Checks for members that an event must have.</summary>
internal static class Required
{
    public static T Of<T>(T? value, string member)
        where T : class => value ?? throw Missing(member);

    public static T Of<T>(T? value, string member)
        where T : struct => value ?? throw Missing(member);

    private static JsonException Missing(string member) => new($"{member} is missing.");
}
