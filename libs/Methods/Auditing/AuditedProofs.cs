using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Methods.Auditing;

/// <summary>Where an audited run's ledgers and manifests are: in the store, or with a run that was imported.</summary>
internal static class AuditedProofs
{
    public static StepProofs Of(ArtifactStore store, string runId, bool isImported) =>
        isImported ? new StepProofs(store.RunFolder(runId)) : store.Proofs;
}
