namespace Ledger.TestSupport;

/// <summary>Where the real servers are that <c>infra/test</c> started for this run.</summary>
public static class TestServers
{
    /// <summary>Npgsql connection string to a maintenance database; its user may create databases.</summary>
    public static string Postgres => Required("LEDGER_POSTGRES");

    /// <summary>AMQP URI, for example <c>amqp://ledger:ledger@127.0.0.1:5672/</c>.</summary>
    public static string Rabbit => Required("LEDGER_RABBITMQ");

    private static string Required(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{variable} is not set: run the tests with infra/test, which starts the servers.");
}
