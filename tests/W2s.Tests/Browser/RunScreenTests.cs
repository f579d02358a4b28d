namespace WeakToStrong.W2s.Tests.Browser;

/// <summary>Every page of a run that was really executed, light and dark, wide and narrow.</summary>
[Collection(SharedRealRun.Name)]
public sealed class RunScreenTests(RealRunFixture shared)
{
    /// <summary>As those of <see cref="ScreenTests"/>; RUN is the run's id, AUDIT that of its audit.</summary>
    private static readonly (string Name, string Path, string Complete)[] Pages =
    [
        ("experiment", "/runs/RUN", ".interval"),
        ("experiment-steps", "/runs/RUN?tab=steps&steps=1", ".graph-host[data-drawn] .node"),
        ("experiment-curves", "/runs/RUN?tab=curves&smooth=60", ".chart-host[data-drawn]"),
        ("experiment-samples", "/runs/RUN?tab=samples&order=changed", "article.sample"),
        ("experiment-audits", "/runs/RUN?tab=audits", "tbody tr[data-row]"),
        ("audits", "/audits", ".marks a"),
        ("audit", "/audits/AUDIT", "tbody tr[data-row]"),
        ("audit-steps", "/runs/AUDIT?tab=steps", ".graph-host[data-drawn] .node"),
    ];

    public static TheoryData<string, string, string, int> Screens => Screen.InEveryWidth(Pages);

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Page_InEveryForm_IsSound(string name, string path, string complete, int width)
    {
        var address = path.Replace("RUN", shared.Run.Id, StringComparison.Ordinal)
            .Replace("AUDIT", await shared.Run.AuditAsync(), StringComparison.Ordinal);
        await Screen.AssertSoundAsync(shared.Browser, shared.Run.Address, name, address, complete, width);
    }
}
