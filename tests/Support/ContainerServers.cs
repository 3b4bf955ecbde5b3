using Docker.DotNet.Models;
using DotNet.Testcontainers.Containers;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace Ledger.TestSupport;

/// <summary>
/// PostgreSQL and RabbitMQ in containers, one of each for a test process, started when the first test asks for it and removed when the
/// process ends. Used when <c>LEDGER_TEST_CONTAINERS</c> is 1.
/// </summary>
internal static class ContainerServers
{
    private const string PostgresImage = "postgres:17";
    private const string RabbitImage = "rabbitmq:4";

    private static readonly Lazy<string> LazyPostgres = new(() => Start(Postgres, container => container.GetConnectionString()));
    private static readonly Lazy<string> LazyRabbit = new(() => Start(Rabbit, container => container.GetConnectionString()));

    /// <summary>Whether the environment asks for containers.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("LEDGER_TEST_CONTAINERS") == "1";

    /// <summary>Npgsql connection string of the container's superuser.</summary>
    public static string PostgresConnection => LazyPostgres.Value;

    /// <summary>AMQP URI of the container's default user.</summary>
    public static string RabbitAddress => LazyRabbit.Value;

    private static PostgreSqlContainer Postgres()
    {
        var builder = new PostgreSqlBuilder(Setting("LEDGER_TEST_POSTGRES_IMAGE", PostgresImage))
            .WithDatabase("ledger").WithUsername("ledger").WithPassword("ledger")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C")
            .WithCommand("-c", "max_connections=200", "-c", "jit=off")
            .WithCreateParameterModifier(OnLoopback);
        return (Label() is { } label ? builder.WithLabel("ledger.test", label) : builder).Build();
    }

    private static RabbitMqContainer Rabbit()
    {
        var builder = new RabbitMqBuilder(Setting("LEDGER_TEST_RABBITMQ_IMAGE", RabbitImage))
            .WithUsername("ledger").WithPassword("ledger")
            .WithCreateParameterModifier(OnLoopback);
        return (Label() is { } label ? builder.WithLabel("ledger.test", label) : builder).Build();
    }

    // The passwords are public, so the ports are bound to the loopback interface. With a container engine on another machine that is not
    // possible, so its ports are not restricted.
    private static void OnLoopback(CreateContainerParameters parameters)
    {
        var engine = Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (!string.IsNullOrEmpty(engine) && !engine.StartsWith("unix:", StringComparison.Ordinal)) return;
        if (parameters.HostConfig?.PortBindings is not { } ports) return;
        foreach (var binding in ports.Values.SelectMany(bindings => bindings)) binding.HostIP = "127.0.0.1";
    }

    // Tests ask for a connection string in places that cannot wait asynchronously; there is no synchronization context to block.
    private static string Start<T>(Func<T> build, Func<T, string> connection)
        where T : IContainer
    {
        var container = build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        container.StartAsync().GetAwaiter().GetResult();
        return connection(container);
    }

    private static string Setting(string name, string otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : otherwise;

    // By this label infra/containers/with-podman finds containers that a killed test process has left.
    private static string? Label() => Environment.GetEnvironmentVariable("LEDGER_TEST_LABEL");
}
