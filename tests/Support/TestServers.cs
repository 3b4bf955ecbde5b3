using NUnit.Framework;

namespace Ledger.TestSupport;

/// <summary>
/// Where the real servers of this run are. A server that the environment names is used; else, with <c>LEDGER_TEST_CONTAINERS=1</c>, a
/// container; else the test fails: <c>infra/test</c> starts processes and names them.
/// </summary>
public static class TestServers
{
    /// <summary>Npgsql connection string to a maintenance database; its user may create databases.</summary>
    public static string Postgres => Given("LEDGER_POSTGRES")
        ?? (ContainerServers.AreWanted ? ContainerServers.PostgresConnection : throw Missing("LEDGER_POSTGRES"));

    /// <summary>AMQP URI, for example <c>amqp://ledger:ledger@127.0.0.1:5672/</c>.</summary>
    public static string Rabbit => Given("LEDGER_RABBITMQ")
        ?? (ContainerServers.AreWanted ? ContainerServers.RabbitAddress : throw Missing("LEDGER_RABBITMQ"));

    /// <summary>Whether this run has a RabbitMQ.</summary>
    public static bool HaveRabbit => ContainerServers.AreWanted || Given("LEDGER_RABBITMQ") is not null;

    /// <summary>Skips a test that kills servers: it needs them as processes, which a machine with containers may not have.</summary>
    public static void SkipOnContainers()
    {
        if (!ContainerServers.AreWanted) return;
        Assert.Ignore("It kills servers that it starts as processes: skipped with LEDGER_TEST_CONTAINERS=1.");
    }

    /// <summary>Skips a test that takes minutes, unless <c>infra/test-slow</c> runs it.</summary>
    public static void SkipUnlessSlow()
    {
        if (Given("LEDGER_TEST_SLOW") != "1") Assert.Ignore("It takes minutes: infra/test-slow runs it.");
    }

    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static InvalidOperationException Missing(string variable) =>
        new($"{variable} is not set: run the tests with infra/test, which starts the servers, or set LEDGER_TEST_CONTAINERS=1.");
}
