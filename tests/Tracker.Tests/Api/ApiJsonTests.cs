using System.Text.Json;
using WeakToStrong.Tracker.Api;
using WeakToStrong.Tracker.Data;
using WeakToStrong.Tracker.Runs;
using WeakToStrong.Tracker.Tests.Support;

namespace WeakToStrong.Tracker.Tests.Api;

public sealed class ApiJsonTests : IDisposable
{
    private readonly TestStore _store = new();

    [Fact]
    public async Task RunView_WrittenAndRead_IsTheSame()
    {
        await using var tracker = await TestTracker.OpenAsync(_store);
        var plan = _store.Plan();
        var data = plan.Prepare();
        plan.Train(data, "sft");
        var runId = await tracker.LaunchAsync(plan.Request());
        await tracker.CompleteAsync(data.Step.Key);
        var view = await tracker.ShowAsync(runId);

        var json = JsonSerializer.Serialize(view, ApiJson.Serializer);
        var read = JsonSerializer.Deserialize<RunView>(json, ApiJson.Serializer)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, ApiJson.Serializer));
        Assert.Equal(view.Run, read.Run);
        Assert.Equal(view.Steps[0].LastAttempt, read.Steps[0].LastAttempt);
        Assert.Equal(view.Steps[0].Outputs, read.Steps[0].Outputs);
        Assert.Contains("\"status\":\"running\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"7\"")]
    [InlineData("\"flying\"")]
    public void Status_ThatIsNone_IsNotRead(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RunStatus>(json, ApiJson.Serializer));

    public void Dispose() => _store.Dispose();
}
