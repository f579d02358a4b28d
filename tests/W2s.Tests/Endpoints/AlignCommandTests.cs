using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Labeler.Tests.Support;

namespace WeakToStrong.W2s.Tests.Endpoints;

/// <summary><c>align</c>, started as a user starts it.</summary>
public sealed class AlignCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Align_InFrontOfAServer_CorrectsItsAnswersUntilInterrupted()
    {
        TinyAligner.Write(_folder.In("model"));
        await using var standIn = await StandIn.StartAsync();
        using var align = CommandLineProcess.Start(
            null, "align", "--model", _folder.In("model"), "--dtype", "bfloat16", "--device", "cpu",
            "--upstream", standIn.Address.AbsoluteUri, "--port", "0");
        var ready = await align.StandardOutput.ReadLineAsync();
        Assert.True(ready?.StartsWith("ready http://127.0.0.1:", StringComparison.Ordinal), ready);
        using var client = new HttpClient { BaseAddress = new Uri(ready!["ready ".Length..]) };

        using var response = await client.PostAsJsonAsync("/v1/chat/completions", new
        {
            model = "any", messages = new[] { new { role = "user", content = "What is a lake?" } },
        });

        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal(TinyAligner.Correction, (string?)answer["choices"]![0]!["message"]!["content"]);
        await InterruptAsync(align);
        Assert.Equal(0, align.ExitCode);
    }

    [Fact]
    public async Task Align_WithWhatCannotBe_SaysSo()
    {
        var nowhere = await CommandLineProcess.RunAsync(
            "align", "--model", _folder.In("nowhere"), "--upstream", "http://localhost:1/v1");
        var noModel = await CommandLineProcess.RunAsync(
            "align", "--model", _folder.Path, "--upstream", "http://localhost:1/v1", "--port", "0");
        var noAddress = await CommandLineProcess.RunAsync(
            "align", "--model", _folder.Path, "--upstream", "localhost");

        var noAdapter = await CommandLineProcess.RunAsync(
            "align", "--model", _folder.Path, "--adapter", _folder.In("lora"), "--upstream", "http://localhost:1/v1",
            "--port", "0");
        var noDevice = await CommandLineProcess.RunAsync(
            "align", "--model", _folder.Path, "--device", "tpu", "--upstream", "http://localhost:1/v1", "--port", "0");

        nowhere.AssertWrongInput("nowhere", "there is no such folder");
        noModel.AssertWrongInput(_folder.Path);
        noAddress.AssertWrongInput("--upstream is 'localhost'; allowed is an address such as");
        noAdapter.AssertWrongInput("lora", "an adapter is a folder as PEFT writes it");
        noDevice.AssertWrongInput("--device", "allowed are cpu and cuda");
    }

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }
}
