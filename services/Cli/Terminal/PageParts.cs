using System.Globalization;
using Ledger.Contracts.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ledger.Cli.Terminal;

/// <summary>Makes the parts of the output for people. Texts are shown literally, never as markup.</summary>
internal static class PageParts
{
    private const int ChartWidth = 72;

    /// <summary>A table without lines between its columns, so that it can be copied into a message.</summary>
    /// <param name="title">The line above the table.</param>
    /// <param name="columns">The headings; a heading that begins with <c>#</c> marks a column of numbers, aligned to the right.</param>
    /// <param name="rows">The texts of each row, as many as there are columns.</param>
    public static IRenderable Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple, Title = Heading(title), UseSafeBorder = false };
        table.Title.Style = new Style(decoration: Decoration.Bold);
        foreach (var name in columns)
        {
            var isNumber = name.StartsWith('#');
            var column = new TableColumn(new Text(isNumber ? name[1..] : name)) { NoWrap = true };
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        foreach (var row in rows) table.AddRow(row.Select(text => new Text(text)));
        return table;
    }

    /// <summary>A bar chart with labels and values.</summary>
    public static IRenderable Bars(string title, IEnumerable<(string Label, decimal Value)> bars)
    {
        var chart = new BarChart { Width = ChartWidth, Label = Markup.Escape(title), LabelAlignment = Justify.Left };
        chart.ValueFormatter = (value, _) => Number((decimal)value);
        foreach (var (label, value) in bars) chart.AddItem(Markup.Escape(label), (double)value, Color.Teal);
        return new Padder(chart, new Padding(0, 0, 0, 1));
    }

    /// <summary>Names with their values, one per line; those without a value are left out.</summary>
    public static IRenderable Facts(params (string Name, string? Value)[] facts)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        foreach (var (name, value) in facts)
        {
            if (!string.IsNullOrEmpty(value)) grid.AddRow(new Text(name), new Text(value));
        }

        return grid;
    }

    /// <summary>A sentence on a line of its own.</summary>
    public static IRenderable Sentence(string text) => new Text(text + "\n");

    /// <summary>A number with thousands separators and all of its digits.</summary>
    public static string Number(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);

    /// <summary>An instant; empty for null.</summary>
    public static string Time(DateTimeOffset? at) => at is { } time ? InstantJsonConverter.Format(time) : "";

    private static TableTitle Heading(string title) => new(Markup.Escape(title));
}
