using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;
using Ledger.Keys;

namespace Ledger.Cli.Keys;

/// <summary>A key as the command line shows it. The secret is in <paramref name="Key"/>, and only when it was just made.</summary>
internal sealed record KeyShown(
    string Id, string Name, string? Program, string? Partner, IReadOnlyList<string> Scopes,
    string CreatedAt, string? RevokedAt, string? Key = null, int? Rate = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static KeyShown Of(ApiKey key, KeyText? text = null) => new(
        key.Id, key.Name, key.Program, key.Partner, key.Scopes, InstantJsonConverter.Format(key.CreatedAt),
        key.RevokedAt is { } revoked ? InstantJsonConverter.Format(revoked) : null, text?.Reveal(), key.Rate);

    /// <summary>For programs.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>For people.</summary>
    public string ToLine()
    {
        var binding = Partner is null ? Program ?? "all programs" : $"{Program}, partner {Partner}";
        var revoked = RevokedAt is null ? "" : $"  revoked {RevokedAt}";
        var limit = Rate is { } rate ? $"  at most {rate}/s" : "";
        return $"{Id}  {Name}  {binding}  {string.Join(',', Scopes)}  made {CreatedAt}{limit}{revoked}";
    }
}
