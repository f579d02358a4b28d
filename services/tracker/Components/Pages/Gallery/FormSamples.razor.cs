using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Files;
using WeakToStrong.Tracker.Components.Charts;
using WeakToStrong.Tracker.Components.Shared;

namespace WeakToStrong.Tracker.Components.Pages.Gallery;

public sealed partial class FormSamples(StepCatalogue catalogue)
{
    private readonly JsonObject _schema = ExperimentSchema.Make(catalogue);

    private readonly Choice<string>[] _methods =
    [
        new("sft", "Supervised fine-tuning"), new("dpo", "Direct preference optimisation"), new("ppo", "RLHF with PPO"),
    ];

    private string _name = "quickstart";
    private string _method = "dpo";
    private bool _isHidden = true;

    private string _text = """
        # Three methods on the same weak labels.
        name: quickstart
        seeds: [1, 2, 3]
        data: {kind: world}
        models:
          supervisor: {preset: nano}
          student: {preset: micro}
        methods:
          - {name: sft, method: sft, from: base}
          - {name: dpo, method: dpo, from: base, bate: 0.1}
        """;

    private IReadOnlyList<EditorFinding> _findings = [new(10, "'bate' is unknown; did you mean 'beta'?")];

    private void Check(string text)
    {
        _text = text;
        var lines = text.Split('\n');
        _findings =
        [
            .. from line in lines.Index()
               where line.Item.Contains("bate", StringComparison.Ordinal)
               select new EditorFinding(line.Index + 1, "'bate' is unknown; did you mean 'beta'?"),
        ];
    }
}
