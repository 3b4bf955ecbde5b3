using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Client;

// Requests to any address of the program.
public sealed partial class LedgerProgram
{
    /// <summary>Reads any address for which this client has no method.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken = default) =>
        client.GetAsync<T>(Below(path), cancellationToken);

    /// <summary>Reads an answer in a given media type.</summary>
    /// <param name="path">Relative to the program's address.</param>
    /// <param name="accept">The media type of the answer.</param>
    /// <param name="ct">Cancels the call.</param>
    internal Task<T> ReadAsync<T>(string path, string accept, CancellationToken ct) =>
        client.GetAsync<T>(Below(path), ct, accept: accept);

    /// <summary>Reads an answer with its JSON and the position of the log that it reflects.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped (<see cref="LedgerPaths"/>).
    /// Empty: the program itself.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<LedgerAnswer<T>> AskAsync<T>(string path, CancellationToken cancellationToken = default) =>
        client.AskAsync<T>(Below(path), cancellationToken);

    /// <summary>Reads the pages of a list as JSON.</summary>
    /// <param name="list">Relative to the program's address, with the query except the page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<JsonElement> ReadPagesAsync(string list, CancellationToken cancellationToken = default) =>
        PagesAsync<JsonElement>(list, NextOf, cancellationToken);

    /// <summary>Reads an answer as it arrives, without buffering it.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="read">Reads the answer from its beginning; called again if the connection breaks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task StreamAsync(string path, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken = default) =>
        client.StreamAsync(Below(path), read, cancellationToken);

    /// <summary>Sends a request for which this client has no method. Like every request it may be sent again, so it must be safe to
    /// repeat.</summary>
    /// <param name="method">Any method but GET.</param>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="body">The body, written as JSON; a string is sent as it is, as JSON text. Null: no body.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, CancellationToken cancellationToken = default) =>
        client.SendAsync<T>(method, Below(path), body, cancellationToken);

    /// <summary>Sends DELETE to an address.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        client.DeleteAsync(Below(path), cancellationToken);

    /// <summary>Opens an answer that is not JSON, such as an export or report as CSV. The caller disposes it.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<HttpResponseMessage> DownloadAsync(string path, CancellationToken cancellationToken = default) =>
        client.DownloadAsync(Below(path), cancellationToken);

    /// <summary>Writes an answer to a stream as it arrives. If the connection breaks, the answer is requested again and written from the
    /// beginning.</summary>
    /// <param name="path">Relative to the program's address, without a leading slash; ids must be escaped
    /// (<see cref="LedgerPaths"/>).</param>
    /// <param name="target">Written from its present position. A stream that cannot seek gets the answer only after all of it has
    /// arrived.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken = default) =>
        client.DownloadAsync(Below(path), target, cancellationToken);

    /// <summary>Sends facts that are JSON already, each with its <c>type</c>, in the order given; each succeeds or fails on its
    /// own.</summary>
    /// <param name="lines">One fact per line, in UTF-8.</param>
    /// <param name="cancellationToken">Cancels the call; facts that were recorded stay.</param>
    /// <returns>The numbers of facts by outcome, and the lines with a problem.</returns>
    public Task<LinesAnswer> SubmitLinesAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken = default) =>
        client.SendLinesAsync<LinesAnswer>(Below("orders"), lines, cancellationToken);

    /// <summary>Carries out a command about value whose body is JSON already.</summary>
    /// <param name="path">Relative to the program's address, like <c>accounts/north/opening-balances</c>; ids must be escaped.</param>
    /// <param name="key">The command's key, which makes it safe to send the command again.</param>
    /// <param name="body">The command's members that are not in the path or the key, as JSON in UTF-8.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LedgerException">The ledger refused it, or its key had been used with other content (<c>conflict</c>).</exception>
    public Task<CommandResult> ExecuteAsync(
        string path, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        client.ExecuteAsync(Below(path), key, LedgerClient.Typed(body, LedgerClient.JsonType), cancellationToken);

    /// <summary>Enumerates the entries of a list, page after page.</summary>
    /// <param name="list">The list's path relative to the program's, with the query except the page.</param>
    /// <param name="items">Gets the entries of a page.</param>
    /// <param name="next">Gets the cursor of the next page; null on the last one.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <param name="first">The cursor of the first page.</param>
    internal async IAsyncEnumerable<T> PagesAsync<TPage, T>(
        string list, Func<TPage, IReadOnlyList<T>> items, Func<TPage, string?> next, [EnumeratorCancellation] CancellationToken ct,
        string? first = null)
    {
        await foreach (var page in PagesAsync(list, next, ct, first).ConfigureAwait(false))
        {
            foreach (var item in items(page)) yield return item;
        }
    }

    private async IAsyncEnumerable<TPage> PagesAsync<TPage>(
        string list, Func<TPage, string?> next, [EnumeratorCancellation] CancellationToken ct, string? first = null)
    {
        var cursor = first;
        do
        {
            var after = cursor is null ? "" : $"&after={LedgerPaths.Escape(cursor)}";
            var path = LedgerPaths.With(list, string.Create(CultureInfo.InvariantCulture, $"limit={PageMax}{after}"));
            var page = await client.GetAsync<TPage>(Below(path), ct).ConfigureAwait(false);
            yield return page;
            cursor = next(page);
        }
        while (cursor is not null);
    }

    /// <summary>The path of something in the program, relative to the service's address.</summary>
    internal string Below(string path) => path.Length == 0 ? Path : $"{Path}/{path}";

    private static string? Text(long? cursor) => cursor?.ToString(CultureInfo.InvariantCulture);

    private static string? NextOf(JsonElement page) =>
        page.TryGetProperty("next", out var next) && next.ValueKind != JsonValueKind.Null ? next.ToString() : null;
}
