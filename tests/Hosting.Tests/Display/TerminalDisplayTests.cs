using Aspire.Hosting.ApplicationModel;
using Spectre.Console;
using WeakToStrong.Hosting.Display;
using WeakToStrong.Hosting.Resources;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Display;

public sealed class TerminalDisplayTests
{
    [Fact]
    public async Task Terminal_WhenSomethingHappens_HasTheTableAndTheLinesAboveIt()
    {
        var trainer = new ExecutableResource("trainer", "trainer", ".");
        var table = new ResourceTable(new DistributedApplicationModel([trainer]));
        table.Observe(new ResourceEvent(trainer, "trainer-a", Snapshots.Running()));
        var events = new HostEvents();
        await events.WriteAsync(new HostEvent.Said("trainer", "says [red]this[/]"), CancellationToken.None);
        await events.WriteAsync(new HostEvent.Ready("http://127.0.0.1:5050"), CancellationToken.None);
        events.Complete();
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(screen),
        });

        await new TerminalDisplay(console, output: null, table, TimeProvider.System).ShowAsync(events.Reader);

        var text = screen.ToString();
        Assert.Contains("trainer | says [red]this[/]", text, StringComparison.Ordinal);
        Assert.Contains("ready http://127.0.0.1:5050", text, StringComparison.Ordinal);
        Assert.Contains("Restarts", text, StringComparison.Ordinal);
        Assert.Contains("running", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, false)]
    [InlineData(120, true)]
    public async Task Terminal_OfAnyWidth_ShowsTheProcessesInTheColumnsThatFit(int width, bool hasAll)
    {
        var trainer = new ExecutableResource("trainer", "trainer", ".");
        var table = new ResourceTable(new DistributedApplicationModel([trainer]));
        table.Observe(new ResourceEvent(trainer, "trainer-a", Snapshots.Running()));
        var events = new HostEvents();
        events.Complete();
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(screen),
        });
        console.Profile.Width = width;

        await new TerminalDisplay(console, output: null, table, TimeProvider.System).ShowAsync(events.Reader);

        var text = screen.ToString();
        Assert.Contains("running", text, StringComparison.Ordinal);
        Assert.DoesNotContain("…", text, StringComparison.Ordinal);
        Assert.Equal(hasAll, text.Contains("Restarts", StringComparison.Ordinal));
    }
}
