using System.Text;
using Ledger.Cli.Import.Ndjson;

namespace Ledger.Cli.Import.Csv;

/// <summary>The profile csv: a file, plain or gzip, whose rows become facts or opening balances by a map.</summary>
internal sealed class CsvFacts : IFacts
{
    private readonly string path;
    private readonly CsvMap map;
    private readonly List<FactProblem> unreadable = [];

    /// <summary>Reads the file once to count its facts and to find invalid rows.</summary>
    /// <exception cref="CliFailure">The file is not CSV, or lacks columns of the map.</exception>
    public CsvFacts(string path, CsvMap map)
    {
        (this.path, this.map) = (path, map);
        foreach (var item in Items())
        {
            Rows += item.Rows;
            if (item.Json is not null)
            {
                Count++;
                continue;
            }

            Refused++;
            foreach (var fault in item.Faults)
            {
                unreadable.Add(new FactProblem(item.Line, null, "invalid_value", fault.Sentence, fault.Column));
            }
        }
    }

    /// <summary>Rows of the file, without the header.</summary>
    public long Rows { get; }

    /// <summary>Items that are not sent.</summary>
    public long Refused { get; }

    public long Count { get; }

    public IReadOnlyList<FactProblem> Unreadable => unreadable;

    public IFactFeed Read() => new NdjsonFeed(new JsonLines(Items().Where(item => item.Json is not null).GetEnumerator()), []);

    /// <summary>All items of the file, also those that are not sent.</summary>
    public IEnumerable<CsvItem> Items() => new CsvRows(map).Read(InputFile.Open(path));

    /// <summary>The column from which a member is read; null when the map does not have the member.</summary>
    public string? ColumnOf(string member) => map.Columns.GetValueOrDefault(member)?.Column;

    private sealed class JsonLines(IEnumerator<CsvItem> items) : ILines
    {
        public long Number => items.Current.Line;

        public ReadOnlyMemory<byte> Line { get; private set; }

        public bool MoveNext()
        {
            if (!items.MoveNext()) return false;
            Line = Encoding.UTF8.GetBytes(items.Current.Json!.ToJsonString());
            return true;
        }

        public void Dispose() => items.Dispose();
    }
}
