namespace Ledger.Bench.Measuring;

/// <summary>Processor seconds, by process.</summary>
/// <param name="Service">The process that does the work: Standalone, or this one where there is no service.</param>
/// <param name="Postgres">PostgreSQL with all its processes; NaN where it cannot be seen.</param>
/// <param name="Rabbit">RabbitMQ; NaN where it cannot be seen.</param>
/// <param name="Sender">This process, where it only sends.</param>
internal readonly record struct CpuSpent(double Service, double Postgres, double Rabbit, double Sender)
{
    public double All => Service + Postgres + Rabbit + Sender;

    public static CpuSpent operator +(CpuSpent one, CpuSpent other) =>
        new(one.Service + other.Service, one.Postgres + other.Postgres, one.Rabbit + other.Rabbit, one.Sender + other.Sender);

    public static CpuSpent operator -(CpuSpent after, CpuSpent before) =>
        new(after.Service - before.Service, after.Postgres - before.Postgres, after.Rabbit - before.Rabbit, after.Sender - before.Sender);
}
