using System.Globalization;
using System.Runtime.InteropServices;
using CsvHelper;

namespace Ledger.Cli.Import.Retail;

/// <summary>
/// Reads the wholesaler's CSV (domain.md §7) in one pass: which lines are kept, and which are skipped and counted.
/// An invoice's lines need not be consecutive, so facts are made only after the whole file was read.
/// </summary>
internal sealed class RetailFile
{
    // The largest whole number of a fact (domain.md §2).
    private const long QuantityMax = 999_999_999_999_999;

    private static readonly string[] DateFormats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    private readonly CsvReader csv;
    private readonly Columns columns;
    private readonly Names invoiceIds = new();
    private readonly Names customers = new();
    private readonly Names skus = new();
    private readonly List<Invoice> invoices = [];
    private readonly List<KeptLine> kept = [];
    private long all;
    private long withoutCustomer;
    private long skipped;
    private long adjustments;

    private RetailFile(CsvReader csv)
    {
        this.csv = csv;
        columns = new Columns(csv.Headers);
    }

    /// <summary>Reads a whole file; the stream stays open.</summary>
    /// <exception cref="CliFailure">The file does not have the profile's format; the message names the line.</exception>
    public static RetailLines Read(Stream input)
    {
        var options = new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
        };
        try
        {
            using var csv = CsvReader.Create(input, options, leaveOpen: true);
            var file = new RetailFile(csv);
            while (csv.Read()) file.Take();
            return file.Result();
        }
        catch (CsvFormatException malformed)
        {
            throw new CliFailure($"The file is not well-formed CSV: {malformed.Message}");
        }
        catch (InvalidDataException packed)
        {
            throw new CliFailure($"The file cannot be unpacked: {packed.Message}");
        }
    }

    private RetailLines Result() =>
        new(invoices, kept, skus.All, customers.All, new LineCounts(all, withoutCustomer, skipped, adjustments));

    private void Take()
    {
        all++;
        var id = csv.GetSpan(columns.Invoice);
        if (id.IsEmpty) throw Unreadable("has no invoice number");
        if (id[0] == 'A')
        {
            adjustments++;
            return;
        }

        var place = invoiceIds.PlaceOf(id);
        if (place == invoices.Count) invoices.Add(new Invoice(invoiceIds.All[place]));
        var invoice = invoices[place];
        invoice.Lines++;
        if (csv.GetSpan(columns.Customer).IsEmpty)
        {
            withoutCustomer++;
            return;
        }

        var quantity = Number<long>(columns.Quantity, "quantity");
        var price = Number<decimal>(columns.UnitPrice, "unit price");
        if (quantity is < -QuantityMax or > QuantityMax) throw Unreadable("has a quantity that no ledger takes");
        if (invoice.IsReturn) quantity = -quantity;
        if (quantity <= 0 || price <= 0)
        {
            skipped++;
            return;
        }

        AddLine(invoice, place, quantity, price);
    }

    private void AddLine(Invoice invoice, int place, long quantity, decimal price)
    {
        var customer = customers.PlaceOf(csv.GetSpan(columns.Customer));
        if (invoice.First == Invoice.None)
        {
            invoice.Customer = customer;
            invoice.Date = Date();
            invoice.First = kept.Count;
        }
        else
        {
            if (invoice.Customer != customer) throw Unreadable($"names another customer than the lines before it of invoice {invoice.Id}");
            CollectionsMarshal.AsSpan(kept)[invoice.Last].NextOfInvoice = kept.Count;
        }

        invoice.Last = kept.Count;
        kept.Add(new KeptLine
        {
            NextOfInvoice = Invoice.None,
            Below = Invoice.None,
            Sku = skus.PlaceOf(csv.GetSpan(columns.StockCode)),
            Position = invoice.Lines,
            Invoice = place,
            Quantity = quantity,
            Remaining = quantity,
            UnitPrice = price,
        });
    }

    private T Number<T>(int column, string name)
        where T : struct, IUtf8SpanParsable<T>, ISpanParsable<T> =>
        csv.TryParse<T>(column, out var value) ? value : throw Unreadable($"has '{csv.GetString(column)}' as {name}");

    private DateTime Date()
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var text = csv.GetString(columns.InvoiceDate);
        return DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, utc, out var date)
            ? date
            : throw Unreadable($"has '{text}' as invoice date; expected is a date like 2011-03-08T09:30:00");
    }

    private CliFailure Unreadable(string what) => new($"Line {csv.LineNumber.ToString(CultureInfo.InvariantCulture)} of the file {what}.");

    /// <summary>The positions of the columns that the profile needs, by their names in the header.</summary>
    private sealed class Columns
    {
        public Columns(IReadOnlyList<string> header)
        {
            Invoice = PlaceOf(header, "invoice");
            StockCode = PlaceOf(header, "stock_code");
            Quantity = PlaceOf(header, "quantity");
            InvoiceDate = PlaceOf(header, "invoice_date");
            UnitPrice = PlaceOf(header, "unit_price");
            Customer = PlaceOf(header, "customer_id");
        }

        public int Invoice { get; }

        public int StockCode { get; }

        public int Quantity { get; }

        public int InvoiceDate { get; }

        public int UnitPrice { get; }

        public int Customer { get; }

        private static int PlaceOf(IReadOnlyList<string> header, string name)
        {
            for (var place = 0; place < header.Count; place++)
            {
                if (header[place] == name) return place;
            }

            throw new CliFailure($"The file has no column '{name}': the profile online-retail needs it.");
        }
    }
}
