using System.Text;
using Ledger.Services.Tests.Running;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Papers;

/// <summary>Tests that read the PDF statements of the shared log.</summary>
public abstract class PaperFixture
{
    private protected static RunningLedger Ledger => PaperSample.Ledger;

    private protected static ProjectionsApp App => PaperSample.App;

    protected static List<(string Program, string Account)> Accounts => PaperSample.Accounts;

    protected static async Task<byte[]> PdfAsync(string program, string account, string query)
    {
        var file = await App.Client.GetByteArrayAsync(Address(program, account, query));
        Assert.That(Encoding.ASCII.GetString(file, 0, 5), Is.EqualTo("%PDF-"));
        return file;
    }

    protected static Uri Address(string program, string account, string query) =>
        new($"/v1/programs/{program}/accounts/{account}/statement.pdf?{query.TrimStart('&')}", UriKind.Relative);

    protected static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
