using System.Text.Json;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Data;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Methods.Shared;

namespace WeakToStrong.Runner.Bench;

/// <summary>A supervisor and answers for it to correct.</summary>
/// <param name="Model">Its folder.</param>
/// <param name="Name">What it is, for people.</param>
internal sealed record BenchCorrections(
    string Model, string Name, IReadOnlyList<(string Question, string Answer)> Answers)
{
    private const int RowLimit = 10_000;

    /// <summary>Most answers that are measured.</summary>
    private const int MostAnswers = 400;

    // Of half of them a third is set aside for a judge, and that must be one.
    private const int FewestToTrainOn = 8;

    private static readonly string Quickstart = Path.Combine(AppContext.BaseDirectory, "Bench", "quickstart.yaml");

    private static readonly JsonSerializerOptions Columns = new(JsonSerializerDefaults.Web);

    /// <summary>A supervisor that is there, or one that is trained now.</summary>
    /// <param name="model">Its folder; null: it is trained.</param>
    /// <param name="data">
    /// Rows of answers to correct; the first half trains the supervisor where none is given. Null: the quickstart's.
    /// </param>
    /// <param name="folder">Where what is trained lies.</param>
    public static BenchCorrections Prepare(string? model, string? data, string folder, BenchProgress progress)
    {
        if (data is null)
        {
            var name = model ?? "the quickstart's supervisor, seed 1";
            return Make(name, File.ReadAllText(Quickstart), "weak labels of test", model, folder, progress);
        }
        var rows = AnsweredRows.Read(data, RowLimit);
        if (model is not null)
            return new BenchCorrections(
                model, $"{model} on {data}", [.. rows.Take(MostAnswers).Select(row => (row.Prompt, row.Answer!))]);
        RequireCorrected(rows, data);
        return Make(
            $"a supervisor trained on the first half of {Path.GetFileName(data)}",
            OnFiles(rows, folder), "weak labels of transfer", model: null, folder, progress);
    }

    /// <summary>
    /// Executes what a correction of the experiment needs, but not itself; where a model is given, no more than what
    /// the answers need.
    /// </summary>
    private static BenchCorrections Make(
        string name, string experiment, string correction, string? model, string folder, BenchProgress progress)
    {
        var catalogue = MethodCatalogue.Create();
        var executor = new StepExecutor(
            ArtifactStore.Open(Path.Combine(folder, "store")), catalogue, StepEnvironment.Read);
        var plan = ExperimentPlan.Make(
            ExperimentReader.Parse(experiment, "experiment", folder, ["seeds=[1]"], catalogue), catalogue);
        var wanted = plan.Steps.Single(step => step.Name == $"seed 1 / {correction}");
        var (supervisor, samples) = (wanted.Spec.Inputs["model"], wanted.Spec.Inputs["answers"]);
        foreach (var step in Needed(plan, model is null ? [supervisor, samples] : [samples]))
        {
            progress.Step(CorrectBenchmark.Name, step.Name);
            executor.Execute(step.Spec, _ => { });
        }
        var answers = AnswerFile.ReadUncorrected(executor.Store.OutputPath(samples));
        return new BenchCorrections(
            model ?? executor.Store.OutputPath(supervisor), name,
            [.. answers.Take(MostAnswers).Select(answer => (answer.Prompt, answer.Completion))]);
    }

    private static List<PlannedStep> Needed(ExperimentPlan plan, IEnumerable<OutputRef> outputs)
    {
        var keys = outputs.Select(output => output.StepKey).ToHashSet(StringComparer.Ordinal);
        // Every step stands behind those that it depends on.
        foreach (var step in plan.Steps.Reverse().Where(step => keys.Contains(step.Key)))
            keys.UnionWith(step.DependsOn);
        return [.. plan.Steps.Where(step => keys.Contains(step.Key))];
    }

    private static void RequireCorrected(IReadOnlyList<DataRow> rows, string data)
    {
        if (rows.FirstOrDefault(row => row.Correction is null) is { } uncorrected)
            throw new InputException(
                data, uncorrected.Line, "the row has no correction to train a supervisor on; allowed are "
                + "question/answer/correction, prompt/chosen/rejected and chosen/rejected, or --model");
        if (rows.Count < FewestToTrainOn)
            throw new InputException(
                data, null, $"has {rows.Count} rows; allowed are {FewestToTrainOn} or more, to train a supervisor on "
                + "the first half, or --model");
    }

    private static string OnFiles(IReadOnlyList<DataRow> rows, string folder)
    {
        var half = rows.Count / 2;
        Write("supervisor.jsonl", rows.Take(half));
        Write("transfer.jsonl", rows.Skip(half));
        Write("test.jsonl", rows.Skip(half).Take(MostAnswers));
        return """
            name: bench
            task: correction
            data: {kind: files, supervisor: supervisor.jsonl, transfer: transfer.jsonl, test: test.jsonl}
            models:
              supervisor: {preset: nano, pretraining: {learning_rate: 1.5e-3, batch_size: 8}}
              student: {preset: nano}
            supervisor: {warmup_fraction: 0.2, epochs: 2, learning_rate: 5e-4}
            labeling: {answers: data, max_new_tokens: 48}
            methods: [{name: sft, method: sft, from: base}]
            """;

        void Write(string name, IEnumerable<DataRow> part) => File.WriteAllLines(
            Path.Combine(folder, name),
            part.Select(row => JsonSerializer.Serialize(
                new { question = row.Prompt, answer = row.Answer, correction = row.Correction }, Columns)));
    }
}
