using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Planning;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Methods.Auditing;
using WeakToStrong.Methods.Sampling;
using WeakToStrong.Methods.Sft;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.Tests.Support;

namespace WeakToStrong.Methods.Tests.Auditing;

/// <summary>A run of a few small steps on its own store, and audits of it. What a test damages is not shared.</summary>
internal sealed class AuditLab : IDisposable
{
    private const string RunId = "0123456789abcdef0123456789abcdef";

    private readonly ToyModels _models = new();
    private readonly List<(string Name, StepSpec Spec)> _steps = [];
    private int _audits;

    /// <param name="corrections">How the labels are made; greedily in batches of four unless given.</param>
    public AuditLab(CorrectionOptions? corrections = null)
    {
        Labels = Add("weak labels", Lab.Spec(
            CorrectAnswersStep.Kind, corrections ?? new CorrectionOptions { MaxNewTokens = 12, BatchSize = 4 },
            new() { ["model"] = _models.Base, ["answers"] = Lab.Give(RowFile.Samples, Answers()) }));
        Tuned = Add("sft", Lab.Spec(
            "sft", new SftOptions { Epochs = 3, BatchSize = 2 },
            new() { ["model"] = _models.Base, ["labels"] = Labels.Output("labels") }));
    }

    public StepLab Lab => _models.Lab;

    public ToyModels Models => _models;

    /// <summary>Eighteen corrections in five batches.</summary>
    public Finished Labels { get; }

    /// <summary>27 updates on them.</summary>
    public Finished Tuned { get; }

    public void Dispose() => _models.Dispose();

    /// <summary>Makes a step a part of the run.</summary>
    public Finished Add(string name, StepSpec spec)
    {
        _steps.Add((name, spec));
        return Lab.Run(spec);
    }

    /// <summary>What the run claims, as it is now.</summary>
    public RunProof Proof() => new()
    {
        RunId = RunId,
        Name = "toy",
        Task = "correction",
        ExperimentText = "name: toy",
        Options = [],
        Product = ProductInfo.Current,
        Steps =
        [
            .. from step in _steps
               let record = Lab.Store.FindStep(step.Spec.Key)!
               select new StepClaim
               {
                   Name = step.Name,
                   Key = record.Key,
                   Spec = record.Spec,
                   Outputs = record.Outputs,
                   Proof = record.Proof,
               },
        ],
        ReportStepKey = _steps[^1].Spec.Key,
    };

    public AuditReport Audit(AuditLevel level, RunProof? proof = null, Func<AuditRequest, AuditRequest>? with = null)
    {
        var plan = Plan(level, proof ?? Proof(), with);
        foreach (var step in plan.Steps)
            Lab.Executor.Execute(step.Spec, _ => { });
        return ReportOf(plan);
    }

    /// <summary>Lets the run's proofs come along, as those of an imported run do.</summary>
    public void ImportProofs()
    {
        var from = Path.Combine(Lab.Store.Root, StepProofs.FolderName);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(
                Lab.Store.RunFolder(RunId), StepProofs.FolderName, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }

    /// <summary>Makes a finished step a part of the run that this product cannot make.</summary>
    public void AddOfAnotherVersion(string name, StepSpec spec)
    {
        var output = Directory.CreateDirectory(Path.Combine(Lab.Store.Work(spec.Key).OutputFolder, "model"));
        File.WriteAllText(Path.Combine(output.FullName, "config.json"), name);
        Lab.Store.Commit(spec, new Dictionary<string, string> { ["model"] = output.FullName });
        Lab.Store.RemoveWork(spec.Key);
        Add(name, spec);
    }

    /// <summary>Holds a claim that came from elsewhere against what this store made of the step.</summary>
    public AuditedStep AuditImported(StepClaim claim, bool isOtherThreads = false)
    {
        var options = new StepAuditOptions
        {
            Audit = Digests.OfText($"import {_audits++}"),
            Subject = RunId,
            Claim = claim,
            Level = AuditLevel.Full,
            ReplayUpdates = 1,
            LabelParts = 1,
            Threads = 1,
            IsOtherThreads = isOtherThreads,
            Tolerance = AuditRequest.DefaultTolerance,
            IsImported = true,
        };
        var audit = Lab.Run(Lab.Spec(AuditSteps.Training.Name, options));
        return FindingFile.Read(Lab.Folder(audit.Output(AuditSteps.Finding))).Single();
    }

    public ExperimentPlan Plan(AuditLevel level, RunProof proof, Func<AuditRequest, AuditRequest>? with = null)
    {
        var request = new AuditRequest
        {
            Id = Digests.OfText($"audit {_audits++}")[..32],
            Subject = proof,
            ProofDigest = proof.Digest(),
            Level = level,
            Seed = 7,
        };
        return AuditPlan.Make(with is null ? request : with(request), MethodCatalogue.Create());
    }

    public AuditReport ReportOf(ExperimentPlan plan) => AuditFile.Read(Path.Combine(
        Lab.Store.OutputPath(new OutputRef(plan.Report.Key, AuditReportStep.Output)), AuditFile.FileName));

    /// <summary>Path of a file within an artifact, opened for writing as only an intruder does.</summary>
    public string Writable(OutputRef output, string file)
    {
        var path = Path.Combine(Lab.Folder(output), file);
        File.SetAttributes(path, FileAttributes.Normal);
        return path;
    }

    public static void FlipBit(string path, long at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static IEnumerable<SampleRow> Answers() =>
        Enumerable.Range(0, 18).Select(row => new SampleRow(
            $"toy/{row}", "sun", ToyModels.Question("sun"),
            $"no the sun is not here{(row % 3 == 0 ? " at all" : "")} ."));
}
