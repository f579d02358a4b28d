using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Endpoints;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Supervisor;

namespace WeakToStrong.Methods.Correction;

/// <summary>
/// One replication: data, models, answers, supervisor, weak labels, every method, ceiling, and an evaluation of each.
/// Methods share the weak labels because they name the same step.
/// </summary>
internal sealed class SeedPlan(CorrectionExperiment experiment, PlanBuilder builder, int seed)
{
    /// <summary>Added to the seed of a judge's own models, so that they share no draw with those they judge.</summary>
    internal const int JudgeSeedOffset = 1_000_003;

    private readonly string _name = $"seed {seed}";
    private readonly List<(string System, OutputRef Evaluation)> _evaluations = [];

    private PreparedData _data = null!;
    private Judge _judge = null!;
    private OutputRef _baseAnswers = null!;

    /// <summary>Null for one behind an endpoint.</summary>
    private OutputRef? _student;

    /// <summary>Adds the steps; returns each system with its evaluation, in the report's order.</summary>
    public IReadOnlyList<(string System, OutputRef Evaluation)> Make()
    {
        var dataDefinition = Definition<DataDefinition>("data", experiment.Data.Kind);
        _data = dataDefinition.Plan(new DataPlan(builder, _name, seed), experiment.Data.Options);
        var tokenizer = TrainTokenizer();
        _student = experiment.Models.Student.Endpoint is null
            ? ModelOf("student", experiment.Models.Student, _data.StudentCorpus, tokenizer, seed)
            : null;
        var small = ModelOf("supervisor", experiment.Models.Supervisor, _data.SupervisorCorpus, tokenizer, seed);
        _judge = PlanJudge(dataDefinition, tokenizer);

        var source = experiment.Labeling.Answers ?? dataDefinition.DefaultAnswers;
        var supervisor = TrainSupervisor(small, TrueLabels(Split.Supervisor, source));
        var weakLabels = Correct("transfer", supervisor, AnswersOf(Split.Transfer, source));

        (_baseAnswers, var untuned) = AskStudent("base / answers to test", Split.Test);
        Evaluate("base", _baseAnswers, untuned);
        Evaluate("supervisor", Correct("test", supervisor, _baseAnswers), supervisor);
        // Without weights there is nothing to tune, and the rules allow no method.
        if (_student is { } student)
            Compare(student, weakLabels, source);
        return _evaluations;
    }

    private void Compare(OutputRef student, OutputRef weakLabels, AnswerSource source)
    {
        foreach (var (name, model) in Tune(student, weakLabels))
            Evaluate(name, Sample($"{name} / answers to test", model, Split.Test), model);
        PlanCeiling(student, source);
    }

    private OutputRef TrainTokenizer() =>
        builder.Add(
            $"{_name} / tokenizer", TokenizerStep.Kind, _data.Tokenizer, seed: 0,
            new Dictionary<string, OutputRef>
            {
                ["student_corpus"] = _data.StudentCorpus, ["supervisor_corpus"] = _data.SupervisorCorpus,
            }).Output("tokenizer");

    private OutputRef ModelOf(string role, ModelChoice choice, OutputRef corpus, OutputRef tokenizer, int modelSeed)
    {
        if (choice.Path is { } path)
            return ImportModelStep.Plan(
                builder, $"{_name} / import {role}", path,
                new ImportModelOptions { Templates = _data.Templates, Compute = experiment.Compute });
        var options = new PretrainOptions
        {
            Preset = choice.Preset!,
            Training = choice.Pretraining,
            Compute = choice.Pretraining.Compute ?? experiment.Compute,
            Templates = _data.Templates,
        };
        return builder.Add(
            $"{_name} / pretrain {role}", PretrainStep.Kind, options, modelSeed,
            new Dictionary<string, OutputRef> { ["corpus"] = corpus, ["tokenizer"] = tokenizer },
            cost: PretrainStep.Cost(choice.Preset!)).Output("model");
    }

    private Judge PlanJudge(DataDefinition data, OutputRef tokenizer)
    {
        var choice = experiment.Evaluation;
        var judge = builder.Catalogue.FindVariant("judge", choice?.Judge ?? data.DefaultJudge)!;
        var student = experiment.Models.Student;
        return ((JudgeDefinition)judge.Definition).Plan(
            new JudgePlan
            {
                Builder = builder,
                Name = _name,
                Seed = seed + JudgeSeedOffset,
                Data = _data,
                PretrainStudent = (role, judgeSeed) =>
                    ModelOf(role, student, _data.StudentCorpus, tokenizer, judgeSeed),
                Compute = experiment.Compute,
            },
            choice?.Options ?? Activator.CreateInstance(judge.OptionsType)!);
    }

    private OutputRef TrueLabels(Split split, AnswerSource source)
    {
        if (source == AnswerSource.Data)
            return _data.OwnLabels!(split);
        var samples = AskStudent($"student / answers to {SplitNames.Of(split)}", split).Answers;
        return _data.TrueCorrections($"{_name} / true corrections of {SplitNames.Of(split)}", split, samples);
    }

    private OutputRef AnswersOf(Split split, AnswerSource source) =>
        source == AnswerSource.Data
            ? _data.OwnLabels!(split)
            : AskStudent($"student / answers to {SplitNames.Of(split)}", split).Answers;

    /// <summary>The untuned student's answers, and it, or a description of whom was asked.</summary>
    private (OutputRef Answers, OutputRef Model) AskStudent(string name, Split split)
    {
        if (_student is { } student)
            return (Sample(name, student, split), student);
        var asked = builder.Add(
            $"{_name} / {name}", AskEndpointStep.Kind,
            experiment.Labeling.Asking(experiment.Models.Student), seed,
            new Dictionary<string, OutputRef> { ["questions"] = _data.Questions(split) }, cost: 2);
        return (asked.Output("samples"), asked.Output("model"));
    }

    private OutputRef TrainSupervisor(OutputRef model, OutputRef labels)
    {
        var options = experiment.Supervisor with { Compute = experiment.Supervisor.Compute ?? experiment.Compute };
        return builder.Add(
            $"{_name} / supervisor", SupervisorStep.Kind, options, seed,
            new Dictionary<string, OutputRef> { ["model"] = model, ["labels"] = labels },
            cost: 4).Output("model");
    }

    private OutputRef Sample(string name, OutputRef model, Split split) =>
        builder.Add(
            $"{_name} / {name}", SampleAnswersStep.Kind, experiment.Labeling.Sampling(experiment.Compute), seed,
            new Dictionary<string, OutputRef> { ["model"] = model, ["questions"] = _data.Questions(split) },
            cost: 2).Output("samples");

    private OutputRef Correct(string what, OutputRef supervisor, OutputRef answers)
    {
        var name = $"{_name} / weak labels of {what}";
        var count = experiment.Labeling.Shards;
        if (count == 1)
            return AddCorrection(name, supervisor, answers, shard: null).Output("labels");
        var shards = Enumerable.Range(0, count).Select(index => AddCorrection(
            $"{name} / shard {index + 1}", supervisor, answers, new Shard(index, count))).ToList();
        return builder.Add(
            name, MergeLabelsStep.Kind, new NoOptions(), seed: 0, MergeLabelsStep.Inputs(shards), cost: 0.2)
            .Output("labels");
    }

    private StepHandle AddCorrection(string name, OutputRef supervisor, OutputRef answers, Shard? shard) =>
        builder.Add(
            name, CorrectAnswersStep.Kind, experiment.Labeling.Correction(experiment.Compute, shard), seed,
            new Dictionary<string, OutputRef> { ["model"] = supervisor, ["answers"] = answers },
            cost: 2.0 / (shard?.Count ?? 1));

    private List<(string Name, OutputRef Model)> Tune(OutputRef student, OutputRef labels)
    {
        var models = new Dictionary<string, OutputRef>(StringComparer.Ordinal) { ["base"] = student };
        var tuned = new List<(string, OutputRef)>();
        foreach (var choice in experiment.Methods)
        {
            var model = PlanMethod(choice.Name, choice.Method, choice.Options, models[choice.From], student, labels);
            models.Add(choice.Name, model);
            tuned.Add((choice.Name, model));
        }
        return tuned;
    }

    private void PlanCeiling(OutputRef student, AnswerSource source)
    {
        if (experiment.Ceiling is not { } ceiling)
            return;
        var labels = TrueLabels(Split.Transfer, source);
        var model = PlanMethod("ceiling", ceiling.Method, ceiling.Options, student, student, labels);
        Evaluate("ceiling", Sample("ceiling / answers to test", model, Split.Test), model);
    }

    private OutputRef PlanMethod(
        string name, string method, object options, OutputRef from, OutputRef student, OutputRef labels)
    {
        var plan = new MethodPlan
        {
            Builder = builder, Name = $"{_name} / {name}", Seed = seed, From = from, Base = student,
            Labels = labels, Compute = experiment.Compute,
        };
        return Definition<MethodDefinition>("method", method).Plan(plan, options).Output("model");
    }

    private void Evaluate(string system, OutputRef answers, OutputRef model) =>
        _evaluations.Add((system, _judge($"{_name} / {system} / judge", answers, model, _baseAnswers)));

    private TDefinition Definition<TDefinition>(string family, string name) =>
        (TDefinition)builder.Catalogue.FindVariant(family, name)!.Definition;
}
