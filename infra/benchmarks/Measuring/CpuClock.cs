using System.Diagnostics;

namespace Ledger.Bench.Measuring;

/// <summary>Reads the processor time of all processes that take part.</summary>
internal sealed class CpuClock(int postgresPort, int rabbitPort)
{
    private readonly int postgres = ProcFs.ListenerOn(postgresPort);
    private readonly int rabbit = ProcFs.ListenerOn(rabbitPort);

    /// <param name="service">The service's process; null where this process does the work itself.</param>
    public CpuSpent Read(int? service = null)
    {
        using var own = Process.GetCurrentProcess();
        var here = own.TotalProcessorTime.TotalSeconds;
        return new CpuSpent(
            service is { } pid ? ProcFs.TreeSeconds(pid) : here, ProcFs.TreeSeconds(postgres), ProcFs.TreeSeconds(rabbit),
            service is null ? 0 : here);
    }
}
