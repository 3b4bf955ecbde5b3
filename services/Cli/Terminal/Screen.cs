using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ledger.Cli.Terminal;

/// <summary>The streams of a command: results go to the output, notes and progress to the error stream.</summary>
/// <param name="Live">The error stream as a terminal that can be redrawn; null when it is a file or a pipe.</param>
/// <param name="IsOutputTerminal">Whether the output is a terminal: tables then fit its width and may have colours.</param>
internal sealed record Screen(
    TextWriter Output, TextWriter Error, TimeProvider Time, IAnsiConsole? Live = null, bool IsOutputTerminal = false)
{
    // The largest width of a table in a file or a pipe, in characters.
    private const int PipeWidth = 160;

    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>The process's own streams.</summary>
    public static Screen OfProcess()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var live = !Console.IsErrorRedirected && console.Profile.Capabilities.Ansi;
        return new Screen(Console.Out, Console.Error, TimeProvider.System, live ? console : null, !Console.IsOutputRedirected);
    }

    /// <summary>Shows tables and charts on the output, one below the other.</summary>
    public void Show(IEnumerable<IRenderable> parts)
    {
        var paper = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Output),
            Ansi = IsOutputTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsOutputTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!IsOutputTerminal) paper.Profile.Width = PipeWidth;
        paper.Profile.Capabilities.Unicode = true;
        foreach (var part in parts) paper.Write(part);
    }

    /// <summary>Writes a note to the error stream.</summary>
    public void Note(string sentence)
    {
        if (Live is not null) Live.WriteLine(sentence);
        else Error.WriteLine(sentence);
    }

    /// <summary>Shows the progress of some work until it is done: a bar on a terminal, otherwise a line every few seconds.</summary>
    public Task<T> FollowAsync<T>(string title, Func<Progress> look, Func<Task<T>> work) =>
        Live is null ? FollowInLinesAsync(title, look, work) : FollowOnBarAsync(Live, title, look, work);

    private async Task<T> FollowInLinesAsync<T>(string title, Func<Progress> look, Func<Task<T>> work)
    {
        var pace = new Pace(Time);
        pace.Describe(look());
        var running = Task.Run(work); // on another thread, so that work without awaits does not delay the progress lines
        while (true)
        {
            using var ended = new CancellationTokenSource();
            await Task.WhenAny(running, Task.Delay(LineEvery, Time, ended.Token));
            await ended.CancelAsync();
            if (running.IsCompleted) break;
            await Error.WriteLineAsync($"{title}: {pace.Describe(look())}");
        }

        return await running;
    }

    private async Task<T> FollowOnBarAsync<T>(IAnsiConsole live, string title, Func<Progress> look, Func<Task<T>> work)
    {
        var pace = new Pace(Time);
        var text = new TextColumn();
        var bar = live.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), text);
        bar.RefreshRate = DrawEvery;
        return await bar.StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(title));
            pace.Describe(look());
            var running = Task.Run(work);
            bool ended;
            do
            {
                await Task.WhenAny(running, Task.Delay(DrawEvery, Time));
                ended = running.IsCompleted;
                var progress = look();
                task.IsIndeterminate = progress.Total == 0;
                task.MaxValue = Math.Max(progress.Total, 1);
                task.Value = progress.Done;
                text.Text = pace.Describe(progress);
            }
            while (!ended);
            return await running;
        });
    }

    /// <summary>The text beside the bar.</summary>
    private sealed class TextColumn : ProgressColumn
    {
        public string Text { get; set; } = "";

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(Text);
    }
}
