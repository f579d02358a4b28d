using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Steps;

namespace WeakToStrong.Experiments.Tests.Steps;

public sealed class StepKeysTests
{
    private static readonly string Digest = new('a', 64);

    [Fact]
    public void Compute_FullSpec_IsDigestOfTheDocumentedJson()
    {
        var spec = Specs.Make(
            options: new JsonObject { ["rate"] = 1e-3, ["epochs"] = 2 },
            inputs: new() { ["model"] = new OutputRef(Digest, "model") },
            files: new() { ["data"] = new InputFile("/somewhere/data.jsonl", Digest) });

        Assert.Equal(
            Digests.OfText(
                "{" + $$"""
                "files":{"data":"{{Digest}}"},"inputs":{"model":"{{Digest}}/model"},"kind":"write",
                """ + """
                "options":{"epochs":2,"rate":0.001},"revision":1,"seed":1}
                """),
            spec.Key);
    }

    [Fact]
    public void Compute_OtherPathOfTheSameFile_IsTheSameKey()
    {
        var here = Specs.Make(files: new() { ["data"] = new InputFile("/here", Digest) });
        var there = Specs.Make(files: new() { ["data"] = new InputFile("/there", Digest) });

        Assert.Equal(here.Key, there.Key);
    }

    [Fact]
    public void Compute_AnythingElseDiffers_IsAnotherKey()
    {
        StepSpec[] specs =
        [
            Specs.Make(),
            Specs.Make(kind: "read"),
            Specs.Make(seed: 2),
            Specs.Make(revision: 2),
            Specs.Make(options: new JsonObject { ["text"] = "bye" }),
            Specs.Make(inputs: new() { ["a"] = new OutputRef(Digest, "x") }),
            Specs.Make(inputs: new() { ["a"] = new OutputRef(Digest, "y") }),
            Specs.Make(inputs: new() { ["b"] = new OutputRef(Digest, "x") }),
            Specs.Make(files: new() { ["a"] = new InputFile("/here", Digest) }),
        ];

        Assert.Equal(specs.Length, specs.Select(spec => spec.Key).Distinct().Count());
    }
}
