using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Csv;

/// <summary>How the columns of a CSV file become facts or opening balances: the file given by <c>--map</c>.</summary>
/// <param name="Type">A fact's type, for example OrderPlaced, or OpeningBalance.</param>
/// <param name="Columns">By member: the column that it is read from. Members of a line are called <c>lines.sku</c> and so on.</param>
/// <param name="Set">By member: a value that is the same for every row.</param>
/// <param name="Separator">Between the fields of a row.</param>
/// <param name="Decimal">Between the whole part of a number and its fraction.</param>
/// <param name="TimeZone">Of times without an offset, as IANA names it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CsvMap(
    string Type, IReadOnlyDictionary<string, CsvColumn> Columns, IReadOnlyDictionary<string, JsonElement>? Set = null,
    char Separator = ',', char Decimal = '.', string TimeZone = "UTC")
{
    /// <summary>The type whose rows are commands that open balances.</summary>
    public const string OpeningBalance = "OpeningBalance";

    /// <summary>How the name of a member of an order's lines begins.</summary>
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

    /// <summary>Whether several rows, one after the other, are the lines of one fact.</summary>
    [JsonIgnore]
    public bool HasLines => Columns.Keys.Any(IsOfLines);

    /// <summary>Whether the rows are commands that open balances.</summary>
    [JsonIgnore]
    public bool IsOfBalances => Type == OpeningBalance;

    /// <summary>Whether a member is one of an order's lines.</summary>
    public static bool IsOfLines(string member) => member.StartsWith(OfLines, StringComparison.Ordinal);

    /// <summary>Reads a map.</summary>
    /// <exception cref="CliFailure">It is no map; says why.</exception>
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
/// <param name="Column">Its name in the first row.</param>
/// <param name="Date">The pattern of its times, as .NET writes it (dd.MM.yyyy); null: ISO 8601.</param>
internal sealed record CsvColumn(string Column, string? Date = null);

/// <summary>A column is its name, or an object when its times have a pattern.</summary>
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
