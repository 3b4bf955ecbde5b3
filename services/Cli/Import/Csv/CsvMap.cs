using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Csv;

/// <summary>How the columns of a CSV file become facts or opening balances: the file given by <c>--map</c>.</summary>
/// <param name="Type">A fact's type, for example OrderPlaced, or OpeningBalance.</param>
/// <param name="Columns">The column of each member. Members of a line are named <c>lines.sku</c> and so on.</param>
/// <param name="Set">Members with the same value in every row.</param>
/// <param name="Separator">The separator between the fields of a row.</param>
/// <param name="Decimal">The decimal separator of numbers.</param>
/// <param name="TimeZone">The time zone of times without an offset, an IANA name.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CsvMap(
    string Type, IReadOnlyDictionary<string, CsvColumn> Columns, IReadOnlyDictionary<string, JsonElement>? Set = null,
    char Separator = ',', char Decimal = '.', string TimeZone = "UTC")
{
    /// <summary>The type whose rows are commands that open balances.</summary>
    public const string OpeningBalance = "OpeningBalance";

    /// <summary>The prefix of the names of members of an order's lines.</summary>
    public const string OfLines = "lines.";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new CsvColumnConverter() },
    };

    private static readonly HashSet<string> Types =
    [
        OpeningBalance, nameof(OrderPlaced), nameof(OrderAmended), nameof(OrderPaid), nameof(OrderShipped), nameof(OrderDelivered),
        nameof(OrderReturned), nameof(OrderCancelled), nameof(ActivityCompleted), nameof(ActivityRevoked), nameof(MembershipPurchased),
        nameof(MembershipRefunded), nameof(RateSet),
    ];

    /// <summary>Whether consecutive rows may be the lines of one fact.</summary>
    [JsonIgnore]
    public bool HasLines => Columns.Keys.Any(IsOfLines);

    /// <summary>Whether the rows are commands that open balances.</summary>
    [JsonIgnore]
    public bool IsOfBalances => Type == OpeningBalance;

    /// <summary>Whether a member is one of an order's lines.</summary>
    public static bool IsOfLines(string member) => member.StartsWith(OfLines, StringComparison.Ordinal);

    /// <summary>Reads a map.</summary>
    /// <exception cref="CliFailure">The file is not a valid map.</exception>
    public static CsvMap Read(string path)
    {
        CsvMap map;
        try
        {
            map = JsonSerializer.Deserialize<CsvMap>(File.ReadAllBytes(path), Options)
                ?? throw new CliFailure("The map is empty.", ExitCode.Usage);
        }
        catch (JsonException wrong)
        {
            throw new CliFailure(
                $"The map cannot be read at {wrong.Path ?? "$"}: see 'Importing CSV' in infra/docs/command-line.md.", ExitCode.Usage);
        }

        if (!Types.Contains(map.Type))
        {
            throw new CliFailure($"The map's type is one of {string.Join(", ", Types)}.", ExitCode.Usage);
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(map.TimeZone, out _))
        {
            throw new CliFailure($"The map's timeZone {map.TimeZone} is unknown.", ExitCode.Usage);
        }

        return map.Columns.Count > 0 ? map : throw new CliFailure("The map names no column.", ExitCode.Usage);
    }
}

/// <summary>A column of a CSV file.</summary>
/// <param name="Column">The column's name in the header row.</param>
/// <param name="Date">The .NET pattern of the column's times (dd.MM.yyyy); null: ISO 8601.</param>
internal sealed record CsvColumn(string Column, string? Date = null);

/// <summary>Reads a column, which is given as its name, or as an object if its times have a pattern.</summary>
internal sealed class CsvColumnConverter : JsonConverter<CsvColumn>
{
    /// <inheritdoc/>
    public override CsvColumn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new CsvColumn(reader.GetString()!);
        var column = JsonSerializer.Deserialize<Named>(ref reader, JsonSerializerOptions.Web);
        return column?.Column is { } name ? new CsvColumn(name, column.Date) : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CsvColumn value, JsonSerializerOptions options) => throw new NotSupportedException();

    private sealed record Named(string? Column, string? Date);
}
