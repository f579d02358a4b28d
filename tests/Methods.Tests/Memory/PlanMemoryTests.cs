using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Methods.Memory;
using WeakToStrong.Methods.Tests.Correction;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Methods.Tests.Memory;

public sealed class PlanMemoryTests : IDisposable
{
    private const long Gibibyte = 1L << 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("w2s-memory-");

    // About 1.2 thousand million weights: 18.5 GiB with gradients and moments in float32.
    private static readonly ModelConfig Large = new()
    {
        VocabularySize = 128_256,
        HiddenSize = 2048,
        IntermediateSize = 8192,
        Layers = 16,
        Heads = 32,
        KeyValueHeads = 8,
        HeadDim = 64,
        MaxPositions = 8192
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_PresetsInAWorld_KnowsEveryStepWithAModel()
    {
        var plan = Plans.Make(Plans.World);
        var memory = PlanMemory.Of(plan);
        string[] known = ["pretrain", "supervisor", "sft", "dpo", "ppo", "reward-model", "sample", "correct"];
        Assert.All(
            plan.Steps.Where(step => step.Host != StepHost.Tracker
                && known.Any(kind => step.Spec.Kind.Contains(kind, StringComparison.Ordinal))),
            step => Assert.InRange(memory[step.Key].Usual.Total, 1 << 20, Gibibyte));
        Assert.All(memory.Values, step => Assert.True(step.AtMost.Total >= step.Usual.Total));
        Assert.Null(Check(plan, 4 * Gibibyte, slots: 2).Refusal());
    }

    [Fact]
    public void Refusal_ModelWhoseStateDoesNotFit_NamesStepNeedHaveAndLora()
    {
        var plan = PlanOfAPath();
        var weights = new ModelMemory(Large, 4).Weights;
        var sft = PlanMemory.Of(plan)[plan.Step("seed 1 / sft").Key];
        Assert.Equal(4 * weights, sft.Usual.Weights + sft.Usual.Gradients + sft.Usual.Optimiser);

        var refusal = Check(PlanOfAPath("methods=[{name: sft, method: sft}]"), 12 * Gibibyte).Refusal()!;
        Assert.StartsWith("step 'seed 1 / ", refusal, StringComparison.Ordinal);
        Assert.Contains("GiB of memory (weights ", refusal, StringComparison.Ordinal);
        Assert.Contains("there are 12.0 GiB", refusal, StringComparison.Ordinal);
        Assert.Contains("what helps: lora", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Theory]
    [InlineData("methods=[{name: sft, method: sft, batch_size: 512}]", "micro_batch_tokens: 512")]
    [InlineData("methods=[{name: dpo, method: dpo, batch_size: 512}]", "micro_batch_tokens: 1024")]
    [InlineData(
        "methods=[{name: sft, method: sft, batch_size: 1, max_length: 65536}]", "activation_checkpointing: true")]
    [InlineData(
        "methods=[{name: rlhf, method: ppo, rollout_size: 512, micro_batch_tokens: 512}]",
        "generation_batch_size: 64")]
    public void Refusal_WorkThatDoesNotFit_NamesTheOptionThatHelps(string methods, string option)
    {
        var refusal = Check(PlanOfAPath(methods, "labeling.batch_size=1"), 30 * Gibibyte).Refusal();
        Assert.Contains($"what helps: {option}", refusal, StringComparison.Ordinal);
        var first = methods.IndexOf("}]", StringComparison.Ordinal);
        var helped = methods.Insert(first, $", {option}");
        Assert.Null(Check(PlanOfAPath(helped, "labeling.batch_size=1"), 30 * Gibibyte).Refusal());
    }

    [Fact]
    public void Of_AnAdapter_HoldsNeitherGradientsNorMomentsOfTheModel()
    {
        var plan = PlanOfAPath("methods=[{name: sft, method: sft, lora: {rank: 16, targets: [q_proj]}}]");
        var sft = PlanMemory.Of(plan)[plan.Step("seed 1 / sft").Key].Usual;
        const long adapter = 16L * 16 * (2048 + 2048);
        Assert.Equal(new ModelMemory(Large, 4).Weights + 4 * adapter, sft.Weights);
        Assert.Equal(4 * adapter, sft.Gradients);
        Assert.Equal(8 * adapter, sft.Optimiser);
    }

    [Fact]
    public void Refusal_OfStepsOnCuda_IsNotTheMachines() =>
        Assert.Null(Check(PlanOfAPath("compute.device=cuda"), Gibibyte).Refusal());

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Refusal_StepsThatFitOnlyOneByOne_AsksForOneSlot(int slots)
    {
        var plan = PlanOfAPath("methods=[{name: a, method: sft}, {name: b, method: sft, epochs: 3}]");
        Assert.Null(Check(plan, 30 * Gibibyte).Refusal());
        Assert.Contains(
            "side by side; there are 30.0 GiB; what helps: --slots 1", Check(plan, 30 * Gibibyte, slots).Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_LongestSamplesDoNotFit_SaysSoWithoutRefusing()
    {
        var check = Check(PlanOfAPath("methods=[{name: sft, method: sft, batch_size: 24}]"), 40 * Gibibyte);
        Assert.Null(check.Refusal());
        Assert.Contains("micro_batch_tokens: 512", check.Warning(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_StepsThatAreDone_TakeNothing()
    {
        var plan = PlanOfAPath();
        Assert.NotNull(Check(plan, Gibibyte).Refusal());
        Assert.Null(new MemoryCheck(plan, PlanMemory.Of(plan), _ => true, 2, Gibibyte).Refusal());
    }

    private static MemoryCheck Check(ExperimentPlan plan, long bytes, int slots = 1) =>
        new(plan, PlanMemory.Of(plan), _ => false, slots, bytes);

    // Only the shape is read: there need be no weights.
    private ExperimentPlan PlanOfAPath(params string[] overrides)
    {
        Large.ToHuggingFace().Save(_folder.FullName);
        return Plans.Make(
            Plans.World,
            [$"models.student={{path: {_folder.FullName}}}", "seeds=[1]", "labeling.batch_size=4", .. overrides]);
    }
}
