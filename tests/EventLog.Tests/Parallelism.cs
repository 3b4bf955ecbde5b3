// Every test has a database of its own, and most of its time goes into making it.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)]
