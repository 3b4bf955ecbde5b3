using System.Text.Json;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Tests of queries over the sample of mechanics, with a log and an application of their own for each test.</summary>
public abstract class MechanicsQueryFixture : ProjectionsFixture
{
    private protected ProjectionsApp App { get; private set; } = null!;

    [SetUp]
    public async Task Start()
    {
        await Log.AppendAsync(MechanicsSample.History(new Given("acme")));
        App = await StartAsync();
    }

    [TearDown]
    public async Task Stop() => await App.DisposeAsync();

    protected Task<JsonElement> GetAsync(string path) =>
        App.GetAsync($"/v1/programs/acme/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}");

    protected async Task<(int Status, string? Code)> CodeAsync(string path, string program = "acme")
    {
        using var answer = await App.Client.GetAsync(
            new Uri(
                $"/v1/programs/{program}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={Log.Position}",
                UriKind.Relative));
        return (
            (int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code")
                .GetString());
    }

    protected static string Text(JsonElement element, params string[] members) =>
        string.Join(' ', members.Select(member => element.GetProperty(member).GetRawText()));

    protected static string Column(JsonElement list, string member) =>
        string.Join(' ', list.EnumerateArray().Select(one => one.GetProperty(member).ToString()));
}
