using System.Globalization;
using Ledger.Client;
using Ledger.Console.Access;
using Ledger.Console.Streaming;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Components;

namespace Ledger.Console.Parts;

/// <summary>
/// The base class of all pages about a program, and of the parts of a page that read the program or the address's query themselves.
/// </summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>The session of the request.</summary>
    [Inject]
    public Session Session { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>The program's id, from the address.</summary>
    [Parameter]
    public string Program { get; set; } = "";

    /// <summary>The texts in the language of the request.</summary>
    protected Catalogue T => Session.Texts;

    /// <summary>Formats numbers and times for the program.</summary>
    protected Shown Shown { get; private set; } = new(Catalogue.English, TimeZoneInfo.Utc, "");

    /// <summary>The program by its latest version; null until it is loaded, and if it cannot be read.</summary>
    protected ProgramAnswer? About { get; private set; }

    /// <summary>Why the program cannot be read.</summary>
    protected ProblemAnswer? AboutProblem { get; private set; }

    /// <summary>The client of the program.</summary>
    protected LedgerProgram Ledger => Session.Ledger.Program(Program);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var loaded = await Loaded.OfAsync(() => Session.ProgramAsync(Program));
        (About, AboutProblem) = (loaded.Value, loaded.Problem);
        if (About is null) AnswerWith(AboutProblem!.Status);
        else Shown = new Shown(T, TimeZoneInfo.FindSystemTimeZoneById(About.TimeZone), About.Currency);
        await LoadAsync();
    }

    /// <summary>Loads what the page shows; called even if the program itself cannot be read, as before its first version.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>
    /// Sends the frame of the page at once, because its content may take long; only if the program can be read. From then on the status is
    /// 200, so a page that may need another status must decide that before.
    /// </summary>
    /// <param name="title">Title of the page.</param>
    protected Task SendFrameAsync(string title) =>
        About is null ? Task.CompletedTask : PageStream.SendFrameAsync(Http, $"{title} – {Program}");

    /// <summary>Sets the status with which the page is answered.</summary>
    /// <param name="status">
    /// The status is set only when the headers are sent, because the framework discards what is rendered after a page has set 404.
    /// </param>
    protected void AnswerWith(int status)
    {
        var response = Http.Response;
        response.OnStarting(() =>
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    /// <summary>A parameter of the address's query; empty without it.</summary>
    protected string Query(string name) => Http.Request.Query[name].ToString();

    /// <summary>A page of the program.</summary>
    protected string Page(string path) => Addresses.Of(Program, path);

    /// <summary>The limit and cursor of a list, as part of the API's query.</summary>
    /// <param name="limit">The most entries of a page.</param>
    /// <param name="name">The cursor's name in this page's query.</param>
    protected string Cursor(int limit, string name = "after") =>
        Query(name) is { Length: > 0 } after ? $"limit={limit}&after={Uri.EscapeDataString(after)}" : $"limit={limit}";

    /// <summary>This page's address with one parameter of its query replaced.</summary>
    protected string With(string name, string? value)
    {
        var others = Http.Request.Query.Where(one => one.Key != name && one.Key != "done")
            .Select(one => (one.Key, Value: one.Value.ToString()));
        var all = value is null ? others : others.Append((name, value));
        var query = string.Join('&', all.Select(one => $"{Uri.EscapeDataString(one.Item1)}={Uri.EscapeDataString(one.Item2)}"));
        return Http.Request.Path.ToUriComponent() + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>The address of the next page of a list; null on its last one.</summary>
    /// <param name="name">The cursor's name in this page's query.</param>
    /// <param name="next">The cursor of the list's next page.</param>
    protected string? Onward(string name, long? next) => Onward(name, next?.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Onward(string, long?)"/>
    protected string? Onward(string name, string? next) => next is null ? null : With(name, next);

    /// <summary>The address of the first page of a list; null on its first one.</summary>
    /// <param name="name">The cursor's name in this page's query.</param>
    protected string? First(string name) => Query(name).Length > 0 ? With(name, null) : null;
}
