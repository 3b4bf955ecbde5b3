using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Hosting.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Ledger.Hosting;

/// <summary>
/// Entity tags of answers. The content of the views depends only on their position, so the tag is the position together with the build,
/// because another build may give the same content another form. Tags are weak: they identify the content, not its bytes. An endpoint has
/// tags if its description says so.
/// </summary>
public static class EntityTags
{
    private const string Prefix = "W/";

    // Covers all of the product's assemblies, because each of them can change the form of an answer.
    private static readonly string Build = BuildOf(AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly.GetName().Name!.StartsWith("Ledger.", StringComparison.Ordinal))
        .Select(assembly => assembly.ManifestModule.ModuleVersionId).Order());

    /// <summary>The tag of answers read at a position of the log.</summary>
    public static string Of(long position) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}\"{position}-{Build}\"");

    /// <summary>Whether the caller already has the answer with this tag. If so, the tag is written, and the endpoint must answer
    /// 304.</summary>
    public static bool IsKnown(HttpContext context, string tag)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(tag);
        var known = context.Request.Headers.IfNoneMatch;
        if (StringValues.IsNullOrEmpty(known)) return false;
        var opaque = tag.AsSpan(Prefix.Length);
        foreach (var one in known)
        {
            if (!one.AsSpan().Contains(opaque, StringComparison.Ordinal)) continue;
            context.Response.Headers.ETag = tag;
            return true;
        }

        return false;
    }

    /// <summary>The answer 304: the answer that the caller has is still valid.</summary>
    public static IResult NotModified { get; } = Results.StatusCode(StatusCodes.Status304NotModified);

    /// <summary>Whether the endpoint of a request has tags.</summary>
    public static bool AreOn(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<DescribedTag>() is not null;
    }

    /// <summary>Writes the tag of a position into an answer that has tags; call it before the body.</summary>
    public static void Write(HttpContext context, long position)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (AreOn(context)) context.Response.Headers.ETag = Of(position);
    }

    /// <summary>Answers with JSON whose tag is the hash of the text: for small answers that do not depend on a position alone.</summary>
    public static IResult Json(HttpContext context, object value)
    {
        ArgumentNullException.ThrowIfNull(context);
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Wire.Options);
        var tag = $"{Prefix}\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}\"";
        if (IsKnown(context, tag)) return NotModified;
        context.Response.Headers.ETag = tag;
        return Results.Bytes(body, MediaTypes.Json);
    }

    private static string BuildOf(IEnumerable<Guid> modules)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var module in modules) hash.AppendData(module.ToByteArray());
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }
}
