using System.Text.Json;
using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Catalogue;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Store;
using WeakToStrong.Methods;
using WeakToStrong.Methods.Preparation;
using WeakToStrong.Methods.Pretraining;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.World;
using WeakToStrong.Transformer.Models;

namespace WeakToStrong.Runner.Bench;

/// <summary>Pretraining of the quickstart's student as the real step, on fewer documents, in its own store.</summary>
internal sealed class BenchTraining
{
    public const int BatchSize = 16;

    private const int Documents = 2000;

    /// <summary>More than a benchmark ever makes updates of.</summary>
    private const int Epochs = 100;

    private readonly string _folder;
    private readonly string _preset;
    private readonly StepExecutor _executor;
    private readonly StepKind _kind;
    private readonly StepSpec _spec;

    /// <param name="folder">Where everything lies.</param>
    /// <param name="preset">What is trained.</param>
    public BenchTraining(string folder, string preset)
    {
        (_folder, _preset) = (folder, preset);
        _executor = new StepExecutor(
            ArtifactStore.Open(Path.Combine(folder, "store")), MethodCatalogue.Create(), StepEnvironment.Read);
        _kind = _executor.Catalogue.Kind(PretrainStep.Kind);
        _spec = Spec(
            PretrainStep.Kind,
            new PretrainOptions
            {
                Preset = preset,
                Training = new PretrainingOptions { Epochs = Epochs, BatchSize = BatchSize },
                Compute = new ComputeOptions(),
                Templates = PromptTemplates.World,
            },
            Prepare());
    }

    public string StepKey => _spec.Key;

    public double MillionParameters => LlamaLayout.Parameters(Shape).Sum(spec => spec.Length) / 1e6;

    private ModelConfig Shape => Presets.Get(_preset, WorldTokens.VocabularySize);

    /// <summary>A model such as the one that is trained.</summary>
    public LlamaModel CreateModel() => LlamaModel.Create(Shape, seed: 1);

    /// <summary>The manifest that an attempt begins with, as it is written.</summary>
    public byte[] Manifest() => _executor.Manifest(_spec).ToCanonicalJson();

    /// <summary>Begins the training.</summary>
    /// <param name="name">Of its folder.</param>
    /// <param name="ledger">Where it enters its updates; null: nowhere.</param>
    public SteppedTraining Start(string name, ILedger? ledger) => new(_kind, (report, stop) => new StepContext
    {
        Spec = _spec,
        Inputs = _spec.Inputs.ToDictionary(input => input.Key, input => _executor.Store.OutputPath(input.Value)),
        InputDigests = _spec.Inputs.ToDictionary(
            input => input.Key, input => _executor.Store.OutputDigest(input.Value)),
        CheckpointFolder = Path.Combine(_folder, name, "checkpoint"),
        OutputFolder = Path.Combine(_folder, name, "output"),
        Ledger = ledger,
        Report = report,
        Stop = stop,
    });

    private Dictionary<string, OutputRef> Prepare()
    {
        var world = Execute(Spec(
            PrepareWorldStep.Kind,
            new WorldOptions { StudentDocuments = Documents, SupervisorDocuments = Documents },
            []));
        var tokenizer = Execute(Spec(
            TokenizerStep.Kind,
            new TokenizerOptions
            {
                WholeWords = true,
                EndToken = WorldVocabulary.End,
                PaddingToken = WorldVocabulary.Pad,
                SpecialTokens = [.. WorldVocabulary.SpecialTokens.Except([WorldVocabulary.End, WorldVocabulary.Pad])],
            },
            new()
            {
                ["student_corpus"] = new(world, "student_corpus"),
                ["supervisor_corpus"] = new(world, "supervisor_corpus"),
            }));
        return new() { ["corpus"] = new(world, "student_corpus"), ["tokenizer"] = new(tokenizer, "tokenizer") };
    }

    private string Execute(StepSpec spec) => _executor.Execute(spec, _ => { }).Record.Key;

    private StepSpec Spec(string kind, object options, Dictionary<string, OutputRef> inputs) => new()
    {
        Kind = kind,
        Revision = _executor.Catalogue.Kind(kind).Revision,
        Options = (JsonObject)JsonSerializer.SerializeToNode(options, options.GetType(), StepJson.Serializer)!,
        Seed = 1,
        Inputs = inputs,
        Files = new Dictionary<string, InputFile>(),
    };
}
