using System.ComponentModel.DataAnnotations;

namespace WeakToStrong.Methods.Correction;

/// <summary>What must hold between the keys of one experiment file; each problem names the key it stands at.</summary>
internal static class CorrectionRules
{
    private static readonly string[] ReservedNames = ["base", "supervisor", "ceiling"];

    public static IEnumerable<ValidationResult> Check(CorrectionExperiment experiment) =>
        [.. CheckMethods(experiment.Methods), .. CheckData(experiment)];

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
        if (experiment.Evaluation is { } evaluation && (evaluation.Judge == "world") != isWorld)
            yield return new ValidationResult(
                $"data of kind {experiment.Data.Kind} is judged by {(isWorld ? "world" : "reward")}",
                ["evaluation.judge"]);
    }
}
