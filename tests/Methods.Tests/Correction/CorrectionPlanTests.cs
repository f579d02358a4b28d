using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Judges;
using WeakToStrong.Methods.Ppo;
using WeakToStrong.Methods.Supervisor;

namespace WeakToStrong.Methods.Tests.Correction;

public sealed class CorrectionPlanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-methods-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// Red means that keys have changed: everything that a store holds of this kind will be made again. Right after a
    /// change of options, defaults or revisions; wrong after anything else.
    /// </summary>
    [Theory]
    [InlineData("seed 1 / world", "edd91a99f2717743")]
    [InlineData("seed 1 / supervisor", "09c2f34d346d1bb3")]
    [InlineData("seed 1 / weak labels of transfer", "96eee477bc67a088")]
    [InlineData("seed 2 / rlhf", "c73af4e662f699c8")]
    [InlineData("report", "79a1f51d29274271")]
    public void Make_World_HasTheseKeys(string name, string beginning) =>
        Assert.Equal(beginning, Plans.Make(Plans.World).Step(name).Key[..16]);

    [Fact]
    public void Make_World_MethodsShareTheWeakLabels()
    {
        var plan = Plans.Make(Plans.World);
        var labels = new OutputRef(plan.Step("seed 1 / weak labels of transfer").Key, "labels");

        Assert.All(
            new[] { "sft", "dpo", "rlhf", "rlhf / reward model" },
            name => Assert.Equal(labels, plan.Step($"seed 1 / {name}").Spec.Inputs["labels"]));
        Assert.NotEqual(labels, plan.Step("seed 1 / ceiling").Spec.Inputs["labels"]);
    }

    [Fact]
    public void Make_World_RlhfStartsFromSftAndItsRewardFromTheBase()
    {
        var plan = Plans.Make(Plans.World);
        var student = new OutputRef(plan.Step("seed 1 / pretrain student").Key, "model");

        Assert.Equal(
            new OutputRef(plan.Step("seed 1 / sft").Key, "model"), plan.Step("seed 1 / rlhf").Spec.Inputs["model"]);
        Assert.Equal(student, plan.Step("seed 1 / rlhf / reward model").Spec.Inputs["model"]);
        Assert.Equal(student, plan.Step("seed 1 / ceiling").Spec.Inputs["model"]);
    }

    [Fact]
    public void Make_OtherBeta_ChangesDpoAndWhatFollowsAlone()
    {
        var before = Plans.Make(Plans.World);
        var after = Plans.Make(Plans.World, "methods.dpo.beta=0.2");

        Assert.Equal(
            [
                "report", "seed 1 / dpo", "seed 1 / dpo / answers to test", "seed 1 / dpo / judge",
                "seed 2 / dpo", "seed 2 / dpo / answers to test", "seed 2 / dpo / judge",
            ],
            after.Steps.ExceptBy(before.Steps.Select(step => step.Key), step => step.Key)
                .Select(step => step.Name).Order(StringComparer.Ordinal));
        Assert.Equal(before.Steps.Count, after.Steps.Count);
    }

    [Fact]
    public void Make_LabelingAsItIsAnyway_ChangesNoStep() =>
        Assert.Equal(
            Plans.Make(Plans.World).Steps.Select(step => step.Key),
            Plans.Make(Plans.World, "labeling.speculation=none", "labeling.batching=static").Steps
                .Select(step => step.Key));

    [Fact]
    public void Make_LabelingWithDrafts_ReachesCorrectionsAlone()
    {
        var plan = Plans.Make(Plans.World, "labeling.speculation=copy", "labeling.max_draft=9");

        Assert.All(
            plan.Steps.Where(step => step.Spec.Kind == "correct-answers"),
            step => Assert.Equal(
                ("copy", 9), ((string?)step.Spec.Options["speculation"], (int?)step.Spec.Options["max_draft"])));
        Assert.All(
            plan.Steps.Where(step => step.Spec.Kind == "sample-answers"),
            step => Assert.False(step.Spec.Options.ContainsKey("speculation")));
        Assert.Equal(
            Plans.Make(Plans.World).Step("seed 1 / base / answers to test").Key,
            plan.Step("seed 1 / base / answers to test").Key);
    }

    [Fact]
    public void Make_AnotherSeed_SharesNothingButTheReport() =>
        Assert.Empty(
            from step in Plans.Make(Plans.World).Steps
            where step.Spec.Kind != "report"
            group step by step.Key into same
            where same.Count() > 1
            select same.Key);

    [Fact]
    public void Make_ComputeOfTheExperiment_ReachesEveryStepThatHasNone()
    {
        var plan = Plans.Make(Plans.World, "compute.threads=2", "supervisor.compute.threads=3");

        Assert.Equal(3, plan.Step("seed 1 / supervisor").Options<SupervisorOptions>().Compute!.Threads);
        var rlhf = plan.Step("seed 1 / rlhf").Options<PpoOptions>();
        Assert.Equal((2, 2), (rlhf.Compute!.Threads, rlhf.RewardModel.Compute!.Threads));
        Assert.DoesNotContain(
            plan.Steps, step => step.Spec.Options.TryGetPropertyValue("compute", out var compute) && compute is null);
    }

    [Fact]
    public void Make_Files_JudgesByARewardModelOfItsOwn()
    {
        var plan = Plans.Make(Files());

        var judge = plan.Step("seed 1 / reward judge").Spec;
        Assert.Equal("labels_judge", judge.Inputs["labels"].Output);
        Assert.Equal("labels_test", judge.Inputs["held_out"].Output);
        Assert.NotEqual(plan.Step("seed 1 / pretrain student").Key, judge.Inputs["model"].StepKey);
        Assert.Equal("labels_transfer", plan.Step("seed 1 / weak labels of transfer").Spec.Inputs["answers"].Output);
        Assert.Single(plan.Steps, step => step.Spec.Kind == "prepare-files");
        Assert.Single(plan.Steps, step => step.Spec.Kind == "train-tokenizer");
    }

    [Fact]
    public void Make_RewardJudge_ScoresAsItWasTrained()
    {
        var plan = Plans.Make(
            Files() + "\nevaluation: {judge: reward, reward_model: {max_length: 2048, compute: {threads: 3}}}");

        var scoring = plan.Step("seed 1 / base / judge").Options<ScoreRewardsOptions>();
        Assert.Equal((2048, 3), (scoring.MaxLength, scoring.Compute!.Threads));
    }

    [Fact]
    public void Make_FilesWithStudentAnswers_CorrectsTheStudentsOwn()
    {
        var plan = Plans.Make(Files() + "\nlabeling: {answers: student}");

        Assert.Equal("samples", plan.Step("seed 1 / weak labels of transfer").Spec.Inputs["answers"].Output);
        Assert.Equal("pair-corrections", plan.Step("seed 1 / true corrections of supervisor").Spec.Kind);
    }

    [Fact]
    public void Make_ModelFromAFolder_ImportsItsFilesAndShardsAlone()
    {
        foreach (var name in new[]
                 {
                     "model-00001-of-00002.safetensors", "last.safetensors", "other.safetensors", "tokenizer.json",
                     "pytorch_model.bin", "README.md",
                 })
            File.WriteAllText(Path.Combine(_folder.FullName, name), name);
        WriteConfig("qwen3");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "model.safetensors.index.json"),
            """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "last.safetensors"}}""");

        var plan = Plans.Make(FromFolder());

        Assert.Equal(
            [
                "config.json", "last.safetensors", "model-00001-of-00002.safetensors", "model.safetensors.index.json",
                "tokenizer.json",
            ],
            plan.Step("seed 1 / import student").Spec.Files.Keys);
    }

    [Fact]
    public void Make_ModelOfAnotherArchitecture_NamesTheLineTheFileAndTheField()
    {
        WriteConfig("gpt2");

        var error = Assert.Throws<InputException>(() => Plans.Make(FromFolder()));

        var problem = Assert.Single(error.Problems);
        Assert.Equal(5, problem.Line);
        Assert.Contains(
            "config.json: field 'model_type' is 'gpt2'; supported: llama, mistral, qwen2, qwen3", problem.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Make_Shards_SplitsWeakLabelsAndNothingElse()
    {
        var whole = Plans.Make(Plans.World);
        var split = Plans.Make(Plans.World, "labeling.shards=3");

        var merged = split.Step("seed 1 / weak labels of transfer");
        Assert.Equal("merge-labels", merged.Spec.Kind);
        Assert.Equal(
            [
                "seed 1 / weak labels of transfer / shard 1", "seed 1 / weak labels of transfer / shard 2",
                "seed 1 / weak labels of transfer / shard 3",
            ],
            merged.Spec.Inputs.Values.Select(input => split.Steps.Single(step => step.Key == input.StepKey).Name));
        Assert.Equal(new OutputRef(merged.Key, "labels"), split.Step("seed 1 / sft").Spec.Inputs["labels"]);
        Assert.Equal(whole.Step("seed 1 / supervisor").Key, split.Step("seed 1 / supervisor").Key);
        // Two corrections of two seeds, three shards each.
        Assert.Equal(whole.Steps.Count + 2 * 2 * 3, split.Steps.Count);
    }

    [Fact]
    public void Make_OneShard_IsThePlanWithoutShards() =>
        Assert.Equal(
            Plans.Make(Plans.World).Steps.Select(step => step.Key),
            Plans.Make(Plans.World, "labeling.shards=1").Steps.Select(step => step.Key));

    /// <summary>Options travel to the runner as JSON: what it reads must be what was planned.</summary>
    [Fact]
    public void Options_OfEveryKind_SurviveTheirJson()
    {
        var catalogue = MethodCatalogue.Create();
        var world = Plans.World.Replace("preset: nano", $"path: {_folder.FullName}", StringComparison.Ordinal);
        PlannedStep[] steps =
        [
            .. Plans.Make(world).Steps,
            .. Plans.Make(Files() + "\nlabeling: {answers: student, shards: 2}").Steps,
            .. Plans.Make(Plans.Endpoint + "\nevaluation: {judge: openai, endpoint: http://localhost:1/v1, model: j}")
                .Steps,
        ];

        Assert.Equal(
            catalogue.Kinds.Select(kind => kind.Name)
                .Where(kind => !kind.StartsWith("audit-", StringComparison.Ordinal)),
            steps.Select(step => step.Spec.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.All(steps, step =>
        {
            var type = catalogue.Kind(step.Spec.Kind).OptionsType;
            var read = step.Spec.Options.Deserialize(type, StepJson.Serializer);
            var written = JsonSerializer.SerializeToNode(read, type, StepJson.Serializer);
            Assert.True(JsonNode.DeepEquals(step.Spec.Options, written), step.Name);
            Assert.Equal(step.Key, RunnerProtocol.ReadSpec(RunnerProtocol.WriteSpec(step.Spec)).Key);
        });
    }

    [Fact]
    public void Schema_OfTheCatalogue_KnowsEveryVariant()
    {
        var schema = ExperimentSchema.Make(MethodCatalogue.Create()).ToJsonString();

        Assert.All(
            MethodCatalogue.Create().Variants,
            variant => Assert.Contains($"{{\"const\":\"{variant.Name}\"", schema, StringComparison.Ordinal));
        Assert.Contains("\"kl_coefficient\"", schema, StringComparison.Ordinal);
    }

    private string FromFolder() =>
        Plans.World.Replace("preset: micro", $"path: {_folder.FullName}", StringComparison.Ordinal);

    private void WriteConfig(string modelType) => File.WriteAllText(
        Path.Combine(_folder.FullName, "config.json"),
        $$"""
        {"model_type": "{{modelType}}", "vocab_size": 9, "hidden_size": 8, "intermediate_size": 8,
         "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1}
        """);

    private string Files()
    {
        var path = Path.Combine(_folder.FullName, "rows.jsonl");
        File.WriteAllText(path, """{"prompt": "a", "chosen": "b", "rejected": "c"}""");
        return Plans.World.Replace(
            "{kind: world}", $"{{kind: files, supervisor: {path}, transfer: {path}, test: {path}}}",
            StringComparison.Ordinal);
    }
}
