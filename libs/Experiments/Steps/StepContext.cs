using WeakToStrong.Experiments.Proofs;

namespace WeakToStrong.Experiments.Steps;

/// <summary>
/// What an executing step sees: options, seed, folders of its inputs, folders for its outputs, a place for
/// checkpoints that outlives a crash, progress, and the request to stop.
/// </summary>
public sealed class StepContext
{
    public required StepSpec Spec { get; init; }

    /// <summary>Input name → folder of the artifact, read-only.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Input name → digest of the artifact.</summary>
    public required IReadOnlyDictionary<string, string> InputDigests { get; init; }

    /// <summary>Kept between attempts of the same step and removed when it is finished.</summary>
    public required string CheckpointFolder { get; init; }

    /// <summary>Parent of the output folders of this attempt.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where updates are entered; null where nobody keeps one.</summary>
    public ILedger? Ledger { get; init; }

    /// <summary>Executes other steps of the store: for a step that audits. Null where there is none.</summary>
    public StepExecutor? Executor { get; init; }

    /// <summary>Called at most at update, batch or rollout boundaries; must return quickly.</summary>
    public required Action<StepProgress> Report { get; init; }

    /// <summary>
    /// When set: save a checkpoint at the next boundary and throw <see cref="StepStoppedException"/>.
    /// </summary>
    public CancellationToken Stop { get; init; }

    public int Seed => Spec.Seed;

    /// <summary>The options record of the step's kind.</summary>
    public TOptions Options<TOptions>() => Spec.OptionsAs<TOptions>();

    /// <summary>Folder of a required input.</summary>
    public string Input(string name) =>
        Inputs.TryGetValue(name, out var folder)
            ? folder
            : throw new InvalidOperationException($"step {Spec.Kind} has no input '{name}'");

    /// <summary>Path of a file inside a required input.</summary>
    public string Input(string name, string file) => Path.Combine(Input(name), file);

    /// <summary>Folder of an output, made on first use.</summary>
    public string Output(string name) => Directory.CreateDirectory(Path.Combine(OutputFolder, name)).FullName;

    /// <summary>Path of a file inside an output.</summary>
    public string Output(string name, string file) => Path.Combine(Output(name), file);
}

/// <summary>A step stopped on request, at a boundary, with its checkpoint saved.</summary>
public sealed class StepStoppedException() : Exception("stopped on request; the checkpoint is saved");
