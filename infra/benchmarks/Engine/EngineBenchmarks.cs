using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Ledger.Bench.Load;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Bench.Engine;

/// <summary>The rules engine alone: the first evaluation of an order of 20 lines, a later one, and parsing a program.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly ProgramCatalog catalog = ProgramCatalog
        .Empty(BenchProgram.Id)
        .With(ProgramParser.Parse(BenchProgram.Document).Version!);
    private readonly Standing standing = StandingOf();
    private readonly JsonElement document = BenchProgram.Document;
    private EvaluateOrder first = null!;
    private EvaluateOrder again = null!;

    /// <summary>Runs in this process, because the projects that BenchmarkDotNet generates do not find this build's output folder.</summary>
    internal static int Run()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("LEDGER_DATA") ?? Path.GetTempPath(), "benchmarks");
        var config = DefaultConfig.Instance.WithArtifactsPath(folder).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        return BenchmarkRunner.Run<EngineBenchmarks>(config).HasCriticalValidationErrors ? 1 : 0;
    }

    [GlobalSetup]
    public void SetUp()
    {
        var placedAt = new DateTimeOffset(2011, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var lines = Enumerable
            .Range(1, 20)
            .Select(i => new EvaluatedLine($"L{i}", $"SKU-{i}", i % 5 == 0 ? "garden" : null, "merchandise", i, i, 1.25m + i, 0))
            .ToList();
        first = new EvaluateOrder("shop", "1", 1, placedAt, lines);
        var frozen = OrderRules.Evaluate(catalog, first, standing).Frozen;
        again = new EvaluateOrder(
            "shop", "1", 1, placedAt, [.. lines.Select(line => line with { Remaining = line.Quantity - 1 })], Frozen: frozen);
    }

    [Benchmark(Baseline = true)]
    public OrderEvaluation FirstEvaluation() => OrderRules.Evaluate(catalog, first, standing);

    [Benchmark]
    public OrderEvaluation EvaluationAfterReturn() => OrderRules.Evaluate(catalog, again, null);

    [Benchmark]
    public ProgramVersion? ReadingProgram() => ProgramParser.Parse(document).Version;

    private static Standing StandingOf()
    {
        var measures = new Measures();
        for (var month = 24_120; month < 24_138; month++)
        {
            foreach (var scope in new[] { "*", "goods@1" }) measures.Add(scope, month, 412.35m, 2);
        }

        return new Standing("silver", 36, new DateTimeOffset(2010, 1, 4, 8, 0, 0, TimeSpan.Zero), measures);
    }
}
