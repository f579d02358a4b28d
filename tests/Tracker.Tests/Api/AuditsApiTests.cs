using System.Net;
using System.Net.Http.Json;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Orchestration;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class AuditsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Launch_OfACompletedRun_IsFollowedToItsReport()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var subject = await FinishedAsync(host);

        using var response = await host.Client.PostAsJsonAsync(
            $"api/runs/{subject:N}/audits", new { level = "resume", updates = 5, author = "somebody" });
        var audit = (await response.Content.ReadFromJsonAsync<AuditRow>(ApiJson.Serializer))!;
        await host.WaitForAsync(audit.Id, RunStatus.Completed);
        var report = AuditFile.Parse(await host.Client.GetByteArrayAsync($"api/audits/{audit.Id:N}"), "answer");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"/api/audits/{audit.Id:N}", response.Headers.Location?.OriginalString);
        Assert.Equal((subject, AuditLevel.Resume, "somebody"), (audit.SubjectId, audit.Level, audit.Author));
        Assert.Equal((audit.Id.ToString("N"), AuditVerdict.Reproduced), (report.Id, report.Verdict));
        var rows = await host.GetAsync<AuditRow[]>($"api/runs/{subject:N}/audits");
        Assert.Equal(AuditVerdict.Reproduced, Assert.Single(rows).Verdict);
        Assert.Equal(1, (await host.GetAsync<AuditPage>("api/audits?limit=10")).TotalCount);
        Assert.Empty((await host.GetAsync<AuditPage>("api/audits?name=other")).Audits);
        Assert.Equal(subject, Assert.Single((await host.GetAsync<RunPage>("api/runs")).Runs).Id);
    }

    [Fact]
    public async Task Files_OfAnAudit_AreListedAndCanBeTaken()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var subject = await FinishedAsync(host);
        var audit = await host.Get<AuditLauncher>().LaunchAsync(subject, new AuditSubmission(), default);
        await host.WaitForAsync(audit, RunStatus.Completed);

        var files = await host.GetAsync<string[]>($"api/audits/{audit:N}/files");
        var taken = await host.Client.GetStringAsync($"api/audits/{audit:N}/files/audit.json");

        Assert.Equal(["audit.json", "audit.intoto.json", "provenance.intoto.json"], files);
        Assert.Equal(await host.Client.GetStringAsync($"api/audits/{audit:N}"), taken);
        foreach (var name in new[] { "nosuch.json", "..%2F..%2Ftracker.db", "%2Fetc%2Fpasswd" })
            await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/audits/{audit:N}/files/{name}"), 404);
    }

    [Fact]
    public async Task Requests_ThatAreWrong_SayWhatIsAllowed()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var subject = await FinishedAsync(host);
        var path = $"api/runs/{subject:N}/audits";

        await ApiHost.ProblemAsync(await host.Client.PostAsJsonAsync(path, new { level = "deep" }), 400);
        await ApiHost.ProblemAsync(await host.Client.PostAsJsonAsync(path, new { updates = 0 }), 400);
        await ApiHost.ProblemAsync(await host.Client.PostAsJsonAsync("api/runs/none/audits", new { }), 404);
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"api/audits/{subject:N}"), 404);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/audits?limit=0"), 400);
        await ApiHost.ProblemAsync(await host.Client.GetAsync("api/audits?offset=-1"), 400);
        var plan = _store.Plan();
        plan.Train(plan.Prepare("slow"), "slow", milliseconds: 100_000);
        var running = await host.Get<RunLauncher>().LaunchAsync(plan.Request("slow"), default);
        await ApiHost.ProblemAsync(
            await host.Client.PostAsJsonAsync($"api/runs/{running:N}/audits", new { }), 409);
        await host.Get<RunCommands>().CancelAsync(running, default);
    }

    public void Dispose() => _store.Dispose();

    private async Task<Guid> FinishedAsync(ApiHost host)
    {
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        var finished = await host.WaitForAsync(run.Run.Id, RunStatus.Completed);
        return finished.Run.Id;
    }
}
