using System.Text.RegularExpressions;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;

namespace WeakToStrong.Experiments.Archives;

/// <summary>Names of what an archive of a run may hold. What is not named so is refused, whatever it is.</summary>
public static partial class ArchivePaths
{
    /// <summary>The signed statement about the index; the first member.</summary>
    public const string IndexStatement = "index.intoto.json";

    /// <summary>The digests of all other members; the second member.</summary>
    public const string Index = "index.json";

    public const string Experiment = "experiment.yaml";
    public const string Proof = RunProof.FileName;
    public const string Report = ReportFile.Name;
    public const string Data = "data";
    public const string Audits = "audits";

    private const int LongestName = 80;

    private static readonly string[] Files = [Experiment, Proof, Report];

    /// <summary>Whether a member may lie there: in one of our folders, and no path leads out.</summary>
    public static bool IsAllowed(string path) =>
        Files.Contains(path) || (InFolder().IsMatch(path) && path.Split('/').All(part => part is not "." and not ".."));

    public static string Ledger(string stepKey) =>
        $"{StepProofs.FolderName}/{stepKey}/{StepProofs.LedgerName}";

    public static string Manifest(string stepKey, string fileName) =>
        $"{StepProofs.FolderName}/{stepKey}/{StepProofs.ManifestsName}/{fileName}";

    public static string Audit(string auditId, string path) => $"{Audits}/{auditId}/{path}";

    /// <summary>Of a data file: unique by its digest; its name is kept as far as names are the same anywhere.</summary>
    public static string DataFile(string sha256, string path)
    {
        var name = Unusual().Replace(Path.GetFileName(path), "_");
        return $"{Data}/{sha256}/{name[..Math.Min(name.Length, LongestName)]}";
    }

    /// <summary>Whether the member is the signed statement of an audit.</summary>
    public static bool IsAuditStatement(string path) => IsInAudit(path, AuditAttestation.AuditFileName);

    private static bool IsInAudit(string path, string fileName) =>
        path.Split('/') is [Audits, _, var name] && name == fileName;

    [GeneratedRegex(@"\A(?:proofs|audits|data)(?:/[A-Za-z0-9._-]{1,100}){2,3}\z")]
    private static partial Regex InFolder();

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unusual();
}
