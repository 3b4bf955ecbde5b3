using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Ledger.Console.Streaming;

/// <summary>
/// Sends the frame of a page (its head, and where one is and can go) before what the page shows is known. A page is rendered as a whole
/// when all of it is known; of that, what was sent before is left out. It needs no script: the document comes in its order.
/// </summary>
internal sealed class PageStream(RequestDelegate next)
{
    // It comes from Frame.razor.
    private const string ContentBegins = "<main id=\"main\" tabindex=\"-1\">";

    private static readonly byte[] ContentBeginsBytes = Encoding.UTF8.GetBytes(ContentBegins);

    /// <summary>Makes it possible for the page of a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        await using var rest = new RestOfPage(body);
        context.Items[typeof(PageStream)] = rest;
        context.Response.Body = rest;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }
    }

    /// <summary>Sends the frame now. The status is 200 from then on.</summary>
    /// <param name="title">Of the page, as its head says it.</param>
    public static async Task SendFrameAsync(HttpContext context, string title)
    {
        if (context.Items[typeof(PageStream)] is not RestOfPage rest || context.Response.HasStarted) return;
        var services = context.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var page = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(EmptyPage.Title)] = title });
            return (await renderer.RenderComponentAsync<EmptyPage>(parameters)).ToHtmlString();
        });
        var end = page.IndexOf(ContentBegins, StringComparison.Ordinal);
        if (end < 0) throw new InvalidOperationException("The frame of a page has no place for its content.");
        await rest.WriteAsync(Encoding.UTF8.GetBytes(page[..(end + ContentBegins.Length)]), context.RequestAborted);
        await rest.FlushAsync(context.RequestAborted);
        rest.LeaveOutThrough(ContentBeginsBytes);
    }
}
