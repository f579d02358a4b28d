using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Search;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class AnnotationsApiTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task Tags_Set_AreNormalAndReplaceThoseBefore()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var tags = await PathAsync(host, "tags");

        using var set = await host.Client.PutAsJsonAsync(tags, new { tags = new[] { "  Good  one", "a", "A" } });

        Assert.True(set.IsSuccessStatusCode);
        Assert.Equal("""{"tags":["a","good one"]}""", await host.Client.GetStringAsync(tags));
        await host.Client.PutAsJsonAsync(tags, new { tags = Array.Empty<string>() });
        Assert.Equal("""{"tags":[]}""", await host.Client.GetStringAsync(tags));
    }

    [Fact]
    public async Task Notes_Written_AreThereUntilTheyAreEmpty()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var notes = await PathAsync(host, "notes");
        Assert.Equal("", await TextAsync(host, notes));

        await host.Client.PutAsJsonAsync(notes, new { text = "why:\r\n<b>beta</b> was too high  \n" });
        Assert.Equal("why:\n<b>beta</b> was too high", await TextAsync(host, notes));

        await host.Client.PutAsJsonAsync(notes, new { text = "another" });
        Assert.Equal("another", await TextAsync(host, notes));

        await host.Client.PutAsJsonAsync(notes, new { text = "  " });
        Assert.Equal("", await TextAsync(host, notes));
    }

    [Fact]
    public async Task Set_WhatIsTooMuch_IsRefused()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var (notes, tags) = (await PathAsync(host, "notes"), await PathAsync(host, "tags"));

        await Refused(notes, new { text = new string('x', RunNotes.MaxLength + 1) });
        await Refused(notes, new { text = "bell \a" });
        await Refused(tags, new { tags = new[] { "" } });
        await Refused(tags, new { tags = Enumerable.Range(0, Tags.MaxCount + 1).Select(i => $"t{i}") });

        async Task Refused(string path, object body) =>
            await ApiHost.ProblemAsync(await host.Client.PutAsJsonAsync(path, body), 400);
    }

    [Fact]
    public async Task Run_Removed_TakesItsNoteAndTags()
    {
        await using var host = await ApiHost.StartAsync(_store.Root);
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        await host.WaitForAsync(run.Run.Id, RunStatus.Completed);
        var path = $"api/runs/{run.Run.Id:N}";
        await host.Client.PutAsJsonAsync($"{path}/notes", new { text = "a note" });
        await host.Client.PutAsJsonAsync($"{path}/tags", new { tags = new[] { "a tag" } });
        Assert.Equal("a note", await host.Get<RunNotes>().OfAsync(run.Run.Id, default));
        Assert.Single(await host.Get<Tags>().OfAsync([run.Run.Id], default));

        await host.Client.DeleteAsync(path);

        Assert.Equal("", await host.Get<RunNotes>().OfAsync(run.Run.Id, default));
        Assert.Empty(await host.Get<Tags>().OfAsync([run.Run.Id], default));
        await ApiHost.ProblemAsync(await host.Client.GetAsync($"{path}/notes"), 404);
    }

    public void Dispose() => _store.Dispose();

    private async Task<string> PathAsync(ApiHost host, string what)
    {
        var run = await host.LaunchAsync(ApiHost.Experiment(_store.Root));
        return $"api/runs/{run.Run.Id:N}/{what}";
    }

    private static async Task<string?> TextAsync(ApiHost host, string path) =>
        (string?)JsonNode.Parse(await host.Client.GetStringAsync(path))!["text"];
}
