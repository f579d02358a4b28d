using System.Text.Json.Nodes;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Runner.Tests.Support;
using WeakToStrong.Torch.Tests.Debian13;

namespace WeakToStrong.Runner.Tests.Bundle;

/// <summary>
/// A bundle on a host that has libtorch and a compiler, but neither .NET nor a network.
/// </summary>
[Collection(RunnerTests.Name)]
public sealed class BundleTests(RunnerLab lab, BundleFolder bundle) : IClassFixture<BundleFolder>
{
    private const long Limit = 60 << 20;
    private const string Mark = "=== ";

    // A runner lives as long as its standard input is open.
    private const string Commands = """
        set -euo pipefail
        mark() { echo "=== $1"; }
        w2s=/mnt/bundle/w2s
        mark doctor; $w2s doctor --json
        mark selftest; $w2s selftest --json
        mark generate
        $w2s generate --model /mnt/model --prompt '<chat> is the sun here ? <ans>' --max-new-tokens 6 --json
        mark score
        $w2s score --model /mnt/model --prompt '<chat> is the sun here ?' --completion ' yes the sun is here .' --json
        mark correct
        $w2s correct --model /mnt/model --question 'is the sun here ?' --answer 'no' --max-new-tokens 6 --json
        mark step
        cp -r /mnt/store /tmp/store && mkfifo /tmp/input && exec 3<>/tmp/input
        $w2s step --store /tmp/store --spec /mnt/spec/step.json <&3 | tail -n 1
        mark bench; $w2s bench train --shape 10m --length 16 --rounds 1 --json
        mark missing
        $w2s selftest --device cuda || echo "exit code $?"
        """;

    [Fact]
    public void Bundle_Always_IsSmallAndBringsTheShimAsSource()
    {
        var files = new DirectoryInfo(bundle.Root).GetFiles("*", SearchOption.AllDirectories);

        Assert.InRange(files.Sum(file => file.Length), 1, Limit);
        Assert.Contains(files, file => file.Name == "operators.cpp");
        Assert.Contains(files, file => file.Name == "peer.py");
        Assert.Contains(files, file => file.Name == "shapes_peer.py");
        Assert.DoesNotContain(files, file => file.Name == "libw2storch.so");
    }

    [Fact]
    public void Bundle_IntoAFolderInUse_IsRefused()
    {
        var (exitCode, error) = BundleFolder.RunScript("bundle", "-o", bundle.Root);

        Assert.Equal(2, exitCode);
        Assert.Contains("is not an empty folder", error, StringComparison.Ordinal);
    }

    [Debian13Fact]
    public async Task Bundle_OnABareHost_BuildsItsShimAndServesEveryCommand()
    {
        var store = lab.NewStore();
        var step = lab.Models.Tune("sft", new SftOptions { Epochs = 2, BatchSize = 2 });
        var spec = StepRun.Arguments(lab, store, step)[^1];
        var folders = new Dictionary<string, string>
        {
            ["bundle"] = bundle.Root,
            ["model"] = lab.Model,
            ["store"] = store.Root,
            ["spec"] = Path.GetDirectoryName(spec)!,
        };

        var (exitCode, output) = await Debian13Root.RunAsync(folders, "bash", "-c", Commands);

        Assert.True(exitCode == 0, output);
        var answers = output.Split(Mark).Skip(1).ToDictionary(
            part => part.Split('\n')[0], part => part[(part.IndexOf('\n') + 1)..], StringComparer.Ordinal);
        Assert.StartsWith("2.6", (string?)Json(answers["doctor"])["libtorch"], StringComparison.Ordinal);
        Assert.True((bool)Json(answers["selftest"])["passed"]!);
        Assert.NotEmpty(Json(answers["generate"])["tokens"]!.AsArray());
        Assert.NotEmpty(Json(answers["score"])["logprobs"]!.AsArray());
        Assert.NotNull(Json(answers["correct"])["correction"]);
        Assert.Contains("\"model\"", answers["step"], StringComparison.Ordinal);
        Assert.Null(Json(answers["bench"])["results"]![0]!["problem"]);
        Assert.Contains("no NVIDIA driver", answers["missing"], StringComparison.Ordinal);
        Assert.Contains("exit code 3", answers["missing"], StringComparison.Ordinal);
    }

    // What a host says on standard error may stand around it.
    private static JsonNode Json(string text) =>
        JsonNode.Parse(text[text.IndexOf('{')..(text.LastIndexOf('}') + 1)])!;
}
