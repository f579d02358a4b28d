using System.ComponentModel.DataAnnotations;

namespace WeakToStrong.Methods.Correction;

/// <summary>What must hold between the keys of one experiment file; each problem names the key it stands at.</summary>
internal static class CorrectionRules
{
    /// <summary>It reads any data's questions and answers.</summary>
    private const string JudgeOfAll = "openai";

    /// <summary>A judge's own seed is larger by an offset.</summary>
    private const int LargestSeed = int.MaxValue - SeedPlan.JudgeSeedOffset;

    private static readonly string[] ReservedNames = ["base", "supervisor", "ceiling"];

    public static IEnumerable<ValidationResult> Check(CorrectionExperiment experiment) =>
    [
        .. CheckSeeds(experiment.Seeds), .. CheckMethods(experiment.Methods), .. CheckData(experiment),
        .. CheckEndpoints(experiment),
    ];

    private static IEnumerable<ValidationResult> CheckSeeds(IReadOnlyList<int> seeds) =>
        from seed in seeds.Index()
        where seed.Item > LargestSeed
        select new ValidationResult(
            $"seed {seed.Item} is too large; allowed is 0 to {LargestSeed}", [$"seeds.{seed.Index}"]);

    private static IEnumerable<ValidationResult> CheckMethods(IReadOnlyList<MethodChoice> methods)
    {
        var known = new List<string> { "base" };
        for (var i = 0; i < methods.Count; i++)
        {
            var method = methods[i];
            if (ReservedNames.Contains(method.Name))
                yield return new ValidationResult(
                    $"'{method.Name}' is a row of every report; choose another name", [$"methods.{i}.name"]);
            else if (known.Contains(method.Name))
                yield return new ValidationResult(
                    $"there are two methods named '{method.Name}'", [$"methods.{i}.name"]);
            if (!known.Contains(method.From))
                yield return new ValidationResult(
                    $"there is no method '{method.From}' above; allowed are {string.Join(", ", known)}",
                    [$"methods.{i}.from"]);
            known.Add(method.Name);
        }
    }

    private static IEnumerable<ValidationResult> CheckData(CorrectionExperiment experiment)
    {
        var isWorld = experiment.Data.Kind == "world";
        if (isWorld && experiment.Labeling.Answers == AnswerSource.Data)
            yield return new ValidationResult(
                "a world has no answers of its own; allowed is student", ["labeling.answers"]);
        var own = isWorld ? "world" : "reward";
        if (experiment.Evaluation is { } evaluation && evaluation.Judge != own && evaluation.Judge != JudgeOfAll)
            yield return new ValidationResult(
                $"data of kind {experiment.Data.Kind} is judged by {own} or {JudgeOfAll}", ["evaluation.judge"]);
    }

    /// <summary>A model behind an endpoint has no weights here: it answers, and its answers are corrected.</summary>
    private static IEnumerable<ValidationResult> CheckEndpoints(CorrectionExperiment experiment)
    {
        if (experiment.Models.Supervisor.Endpoint is not null)
            yield return new ValidationResult(
                "a supervisor is trained, which needs its weights; allowed are preset and path",
                ["models.supervisor.endpoint"]);
        if (experiment.Models.Student.Endpoint is null)
            yield break;
        if (experiment.Methods.Count > 0)
            yield return new ValidationResult(
                "a student behind an endpoint has no weights to tune; allowed is methods: []", ["methods"]);
        if (experiment.Ceiling is not null)
            yield return new ValidationResult(
                "a student behind an endpoint has no weights to tune, so there is no ceiling", ["ceiling"]);
        if (experiment.Labeling.TopK is not null)
            yield return new ValidationResult("an endpoint knows no top_k", ["labeling.top_k"]);
        var isRewarded = experiment.Evaluation?.Judge == "reward"
            || (experiment.Evaluation is null && experiment.Data.Kind != "world");
        if (isRewarded)
            yield return new ValidationResult(
                $"judge: reward is trained from the student's weights; allowed is {JudgeOfAll}",
                [experiment.Evaluation is null ? "models.student.endpoint" : "evaluation.judge"]);
    }
}
