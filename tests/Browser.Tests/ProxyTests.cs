using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>Behind a proxy that terminates TLS: forwarded headers are trusted from this proxy only.</summary>
public sealed class ProxyTests
{
    /// <summary>The proxy that the service under test knows: an address of this machine from which requests can be sent.</summary>
    public const string Proxy = "127.0.0.2";

    [TestCase(Proxy, "https", true)]
    [TestCase(Proxy, "http", false)]
    [TestCase("127.0.0.1", "https", false)]
    public async Task Cookies_are_secure_where_a_known_proxy_says_that_the_request_came_over_https(
        string from, string scheme, bool isSecure)
    {
        using var answer = await GetAsync(from, "/console/sign-in", scheme);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.That(cookies, Is.Not.Empty);
        Assert.That(cookies.Select(cookie => cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase)), Is.All.EqualTo(isSecure));
    }

    [TestCase(Proxy, "https://ledger.example/console/signed-in")]
    [TestCase("127.0.0.1", null)]
    public async Task The_provider_leads_back_to_the_address_that_people_use(string from, string? expected)
    {
        using var answer = await GetAsync(from, "/console/sign-in/provider", "https");
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        Assert.That((string?)query["redirect_uri"], Is.EqualTo(expected ?? $"{ConsoleUnderTest.Service.Url}console/signed-in"));
    }

    private static async Task<HttpResponseMessage> GetAsync(string from, string path, string scheme)
    {
        using var sender = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(sender) { BaseAddress = ConsoleUnderTest.Service.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", scheme);
        request.Headers.Add("X-Forwarded-Host", "ledger.example");
        return await client.SendAsync(request);
    }
}
