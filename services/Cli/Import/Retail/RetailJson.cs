using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Cli.Import.Retail;

/// <summary>Names that every fact needs and the file does not have.</summary>
internal sealed record RetailNaming(string Program, string Source, string Currency);

/// <summary>Writes facts straight to UTF-8, without an object or a string per line: a file has a million lines.</summary>
internal sealed class RetailJson : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly RetailLines file;
    private readonly JsonEncodedText[] skus;
    private readonly JsonEncodedText program;
    private readonly JsonEncodedText source;
    private readonly JsonEncodedText currency;
    private readonly Utf8JsonWriter writer = new(Stream.Null, Options);

    public RetailJson(RetailLines file, RetailNaming naming)
    {
        this.file = file;
        skus = [.. file.Skus.Select(Encoded)];
        program = Encoded(naming.Program);
        source = Encoded(naming.Source);
        currency = Encoded(naming.Currency);
    }

    /// <summary>One fact as one JSON object.</summary>
    public void Write(RetailFact fact, IBufferWriter<byte> output)
    {
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, fact.Return is null ? "OrderPlaced"u8 : "OrderReturned"u8);
        writer.WriteString("program"u8, program);
        writer.WriteString("source"u8, source);
        writer.WriteString("orderId"u8, fact.Order.Id);
        if (fact.Return is null) WriteOrder(fact.Order);
        else WriteReturn(fact.Return, fact.Returned!);
        writer.WriteEndObject();
        writer.Flush();
    }

    public void Dispose() => writer.Dispose();

    // Kind, discount and revision are the contract's defaults and are left out.
    private void WriteOrder(Invoice order)
    {
        writer.WriteString("accountId"u8, file.Customers[order.Customer]);
        WriteInstant("placedAt"u8, order.Date);
        writer.WriteString("currency"u8, currency);
        writer.WriteStartArray("lines"u8);
        for (var line = order.First; line != Invoice.None; line = file.Kept[line].NextOfInvoice)
        {
            var kept = file.Kept[line];
            writer.WriteStartObject();
            WriteLineId(kept.Position);
            writer.WriteString("sku"u8, skus[kept.Sku]);
            writer.WriteNumber("quantity"u8, kept.Quantity);
            writer.WriteNumber("unitPrice"u8, kept.UnitPrice);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteReturn(Invoice cancellation, IReadOnlyList<(int Line, long Quantity)> returned)
    {
        writer.WriteString("returnId"u8, cancellation.Id);
        WriteInstant("returnedAt"u8, cancellation.Date);
        writer.WriteStartArray("lines"u8);
        foreach (var (line, quantity) in returned)
        {
            writer.WriteStartObject();
            WriteLineId(file.Kept[line].Position);
            writer.WriteNumber("quantity"u8, quantity);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteLineId(int position)
    {
        Span<byte> text = stackalloc byte[12];
        text[0] = (byte)'L';
        Utf8Formatter.TryFormat(position, text[1..], out var length);
        writer.WriteString("lineId"u8, text[..(length + 1)]);
    }

    private void WriteInstant(ReadOnlySpan<byte> name, DateTime utc) =>
        writer.WriteString(name, InstantJsonConverter.Format(new DateTimeOffset(utc, TimeSpan.Zero)));

    private static JsonEncodedText Encoded(string text) => JsonEncodedText.Encode(text, Options.Encoder);
}
