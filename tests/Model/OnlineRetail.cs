using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Ledger.Model;

/// <summary>Turns the wholesaler's invoice lines into facts, in order, and counts what is left out.</summary>
public sealed class OnlineRetail
{
    private sealed record Kept(int Position, string Sku, decimal Quantity, DateTimeOffset Date, decimal Price);

    private sealed class Invoice
    {
        public required string Number { get; init; }
        public required int Appeared { get; init; }
        public string Customer { get; set; } = "";
        public int Lines { get; set; }
        public List<Kept> Kept { get; } = [];
    }

    private sealed class Sold(string orderId, string lineId, decimal remaining)
    {
        public string OrderId { get; } = orderId;
        public string LineId { get; } = lineId;
        public decimal Remaining { get; set; } = remaining;
    }

    public List<Fact> Facts { get; } = [];
    public int Orders { get; private set; }
    public int Returns { get; private set; }
    public int LinesWithoutCustomer { get; private set; }
    public int LinesSkipped { get; private set; }
    public int AdjustmentLines { get; private set; }
    public int UnmatchedLines { get; private set; }
    public decimal UnmatchedPieces { get; private set; }
    public decimal UnmatchedAmount { get; private set; }

    public string Counts(int accounts) => string.Create(CultureInfo.InvariantCulture, $"""
        orders {Orders}
        returns {Returns}
        lines without a customer {LinesWithoutCustomer}
        lines skipped for quantity or price {LinesSkipped}
        A lines {AdjustmentLines}
        unmatched cancellation lines {UnmatchedLines}, pieces {UnmatchedPieces:0.##########}, amount {UnmatchedAmount:0.00########}
        accounts {accounts}
        """);

    public static OnlineRetail Read(Stream gzip, string program, string currency)
    {
        var result = new OnlineRetail();
        var invoices = new List<Invoice>();
        var byNumber = new Dictionary<string, Invoice>(StringComparer.Ordinal);
        using (var unzipped = new GZipStream(gzip, CompressionMode.Decompress))
        using (var reader = new StreamReader(unzipped, Encoding.UTF8))
        {
            ReadRecord(reader);
            while (ReadRecord(reader) is { } f)
            {
                var number = f[0];
                if (!byNumber.TryGetValue(number, out var invoice))
                {
                    invoice = new Invoice { Number = number, Appeared = invoices.Count };
                    byNumber[number] = invoice;
                    invoices.Add(invoice);
                }
                invoice.Lines++;
                var quantity = decimal.Parse(f[3], CultureInfo.InvariantCulture);
                var price = decimal.Parse(f[5], CultureInfo.InvariantCulture);
                bool back = number.StartsWith('C');
                if (number.StartsWith('A'))
                {
                    result.AdjustmentLines++;
                }
                else if (f[6].Length == 0)
                {
                    result.LinesWithoutCustomer++;
                }
                else if (price <= 0 || (back ? quantity >= 0 : quantity <= 0))
                {
                    result.LinesSkipped++;
                }
                else
                {
                    var date = DateTimeOffset.Parse(f[4], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                    invoice.Customer = invoice.Kept.Count == 0 ? f[6] : invoice.Customer;
                    invoice.Kept.Add(new Kept(invoice.Lines, f[1], quantity, date, price));
                }
            }
        }
        invoices.RemoveAll(x => x.Kept.Count == 0);
        foreach (var invoice in invoices.OrderBy(x => x.Kept[0].Date).ThenBy(x => x.Appeared))
        {
            result.Add(invoice, program, currency);
        }
        return result;
    }

    private readonly Dictionary<(string Customer, string Sku), List<Sold>> sold = [];

    private void Add(Invoice invoice, string program, string currency)
    {
        const string source = "online-retail";
        var at = invoice.Kept[0].Date;
        if (!invoice.Number.StartsWith('C'))
        {
            var lines = new List<Line>();
            foreach (var k in invoice.Kept)
            {
                var lineId = "L" + k.Position.ToString(CultureInfo.InvariantCulture);
                lines.Add(new Line(lineId, k.Sku, k.Quantity, k.Price));
                var list = sold.TryGetValue((invoice.Customer, k.Sku), out var known) ? known : sold[(invoice.Customer, k.Sku)] = [];
                list.Add(new Sold(invoice.Number, lineId, k.Quantity));
            }
            Facts.Add(new OrderPlaced(new Order(program, source, invoice.Number, invoice.Customer, at, currency, lines)));
            Orders++;
            return;
        }
        var touched = new List<(string OrderId, List<ReturnLine> Lines)>();
        foreach (var k in invoice.Kept)
        {
            var left = -k.Quantity;
            var list = sold.TryGetValue((invoice.Customer, k.Sku), out var known) ? known : [];
            for (int i = list.Count - 1; i >= 0 && left > 0; i--)
            {
                var take = Math.Min(left, list[i].Remaining);
                if (take == 0)
                {
                    continue;
                }
                left -= take;
                list[i].Remaining -= take;
                int t = touched.FindIndex(x => x.OrderId == list[i].OrderId);
                if (t < 0)
                {
                    t = touched.Count;
                    touched.Add((list[i].OrderId, []));
                }
                var lines = touched[t].Lines;
                int same = lines.FindIndex(x => x.LineId == list[i].LineId);
                if (same < 0)
                {
                    lines.Add(new ReturnLine(list[i].LineId, take));
                }
                else
                {
                    lines[same] = lines[same] with { Quantity = lines[same].Quantity + take };
                }
            }
            if (left > 0)
            {
                UnmatchedLines++;
                UnmatchedPieces += left;
                UnmatchedAmount += left * k.Price;
            }
        }
        foreach (var (orderId, lines) in touched)
        {
            Facts.Add(new OrderReturned(program, source, orderId, invoice.Number, at, lines));
            Returns++;
        }
    }

    /// <summary>One RFC 4180 record, or null at the end.</summary>
    private static List<string>? ReadRecord(StreamReader reader)
    {
        var line = reader.ReadLine();
        if (line == null)
        {
            return null;
        }
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        while (true)
        {
            for (int i = 0; i < line.Length; i++)
            {
                char c = line[i];
                if (quoted)
                {
                    if (c != '"')
                    {
                        field.Append(c);
                    }
                    else if (i + 1 < line.Length && line[i + 1] == '"')
                    {
                        field.Append('"');
                        i++;
                    }
                    else
                    {
                        quoted = false;
                    }
                }
                else if (c == '"')
                {
                    quoted = true;
                }
                else if (c == ',')
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }
                else
                {
                    field.Append(c);
                }
            }
            if (!quoted)
            {
                break;
            }
            field.Append('\n');
            line = reader.ReadLine() ?? throw new InvalidDataException("an open quote at the end");
        }
        fields.Add(field.ToString());
        return fields;
    }
}
