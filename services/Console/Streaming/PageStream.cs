using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Ledger.Console.Streaming;

/// <summary>
/// Sends the frame of a page (head and navigation) before its content is ready. The whole page is rendered when its content is ready, and
/// the part that was already sent is left out. This needs no script, because the document is sent in order.
/// </summary>
internal sealed class PageStream(RequestDelegate next)
{
    // It comes from Frame.razor.
    private const string ContentBegins = "<main id=\"main\" tabindex=\"-1\">";

    private static readonly byte[] ContentBeginsBytes = Encoding.UTF8.GetBytes(ContentBegins);

    /// <summary>Prepares a request, so that its page can send its frame early.</summary>
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

    /// <summary>Sends the frame at once. From then on the status is 200.</summary>
    /// <param name="title">The page's title.</param>
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
