using System.Collections.Concurrent;
using System.Net;
using Ledger.Hosting;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>
/// 503 asks for a retry and is answered only when a retry can help. Any other failure is an error of the service, and can be found in its
/// log by the trace id.
/// </summary>
public sealed class FailureTests
{
    [
        TestCase("08006", true),
        TestCase("08P01", true),
        TestCase("53300", true),
        TestCase("53100", true),
        TestCase("57P01", true),
        TestCase("57014", true),
        TestCase("40001", true),
        TestCase("40P01", true)
    ]
    [
        TestCase("22021", false),
        TestCase("42P01", false),
        TestCase("23505", false),
        TestCase("40002", false),
        TestCase("58030", false),
        TestCase("55P03", false),
        TestCase("XX000", false),
        TestCase("P0001", false)
    ]
    public void Only_what_a_retry_can_cure_is_an_outage(string sqlState, bool isOutage) =>
        Assert.That(DatabaseFaults.IsOutage(new PostgresException("message", "ERROR", "ERROR", sqlState)), Is.EqualTo(isOutage));

    [Test]
    public void A_lost_connection_is_an_outage_and_a_mistake_is_none()
    {
        Assert.Multiple(() =>
        {
            Assert.That(DatabaseFaults.IsOutage(new NpgsqlException("reading", new IOException("reset"))), Is.True);
            Assert.That(DatabaseFaults.IsOutage(new TimeoutException()), Is.True);
            Assert.That(DatabaseFaults.IsOutage(new InvalidOperationException()), Is.False);
        });
    }

    [Test]
    public async Task What_the_database_refuses_for_good_is_an_error_of_ours_with_a_trace_id_that_the_log_has()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var log = new Lines();
        await using var ledger = await RunningLedger.StartAsync(
            database, configure: services => services.AddLogging(logging => logging.AddProvider(log)));
        await database.ChangeAsync("alter table ledger_spending rename to elsewhere");

        var problem = await ledger.SendAsync(HttpMethod.Get, "/v1/programs/acme/holds/1", null, HttpStatusCode.InternalServerError);

        Assert.That(
            (problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString()),
            Is.EqualTo(("internal_error", "urn:ledger:problem:internal_error")));
        var trace = problem.GetProperty("traceId").GetString()!;
        var line = log.All.Single(one => one.Contains(trace, StringComparison.Ordinal));
        Assert.That(line, Does.Contain("GET /v1/programs/acme/holds/1").And.Contain("42P01"));
        Assert.That(problem.ToString(), Does.Not.Contain("ledger_spending").And.Not.Contain("Npgsql"));
    }

    [Test]
    public async Task Without_a_span_the_trace_id_is_the_callers_traceparent_or_the_number_of_the_request()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(
            database,
            configure: services => services.AddLogging(
                logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)));
        const string Path = "/v1/programs/acme/holds/1";
        await database.ChangeAsync("alter table ledger_spending rename to elsewhere");

        async Task<string?> TraceIdAsync(params (string Name, string Value)[] headers) =>
            (await ledger.SendAsync(HttpMethod.Get, Path, null, HttpStatusCode.InternalServerError, headers))
            .GetProperty("traceId").GetString();

        const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.That(await TraceIdAsync(("traceparent", Caller)), Is.EqualTo(Caller));
        Assert.That(await TraceIdAsync(("traceparent", "no trace")), Does.Match("^[0-9A-Z]+:[0-9A-F]+$"));
        Assert.That(await TraceIdAsync(), Does.Match("^[0-9A-Z]+:[0-9A-F]+$"));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
