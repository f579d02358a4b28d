using System.Text;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Reporting;
using WeakToStrong.Experiments.Tests.Attestation;

namespace WeakToStrong.W2s.Tests.Archives;

/// <summary>The folders of a run that was finished and audited on another machine, with that machine's key.</summary>
internal sealed class SignedRun : IDisposable
{
    private readonly SigningKey _key;
    private readonly string _root;

    public SignedRun(string root)
    {
        _root = root;
        _key = SigningKey.OpenOrCreate(KeyPath);
        WriteModel();
        var data = Write("rows.jsonl", Encoding.UTF8.GetBytes(SampleAudit.DataText));
        var proof = SampleAudit.Proof(Digests.OfFolder(Model), data);
        proof = proof with { ReportStepKey = proof.Steps[0].Key };
        Write($"store/runs/{proof.RunId}/{RunProof.FileName}", proof.ToCanonicalJson());
        Write($"store/runs/{proof.RunId}/report.json", Encoding.UTF8.GetBytes(ReportFile.Serialize(Report())));
        Write($"store/proofs/{proof.Steps[0].Key}/ledger", [1, 2, 3]);
        Write($"store/proofs/{proof.Steps[0].Key}/manifests/{SampleAudit.Manifest}.json", "{}"u8.ToArray());
        var audit = SampleAudit.Report(proof);
        Write($"store/runs/{audit.Id}/{AuditFile.FileName}", Encoding.UTF8.GetBytes(AuditFile.Write(audit)));
        AuditAttestation.Write(AuditFolder, audit, proof, _key, _ => Model);
    }

    public string KeyPath => Path.Combine(_root, "keys", "key.pem");

    public string PublicKeyPath => Path.ChangeExtension(KeyPath, ".pub");

    public string Model => Path.Combine(_root, "model");

    public string AuditFolder => Path.Combine(_root, "store", "runs", SampleAudit.AuditId);

    public string Statement => Path.Combine(AuditFolder, AuditAttestation.AuditFileName);

    public string ModelSignature => AuditAttestation.ModelSignaturePath(AuditFolder, Digests.OfFolder(Model));

    public string WriteArchive(bool withData)
    {
        var path = Path.Combine(_root, "run.tar.gz");
        var content = RunArchiveContent.Collect(
            Path.Combine(_root, "store"), SampleAudit.RunId, [SampleAudit.AuditId], withData);
        RunArchiveWriter.Write(path, content, _key);
        return path;
    }

    public void Dispose() => _key.Dispose();

    private static Report Report()
    {
        var report = new Report
        {
            Name = "small", Task = "correction", Seeds = [1], ReportDigest = "", Rows = [], Summary = [],
            Differences = [], Notes = [],
        };
        return report with { ReportDigest = ReportFile.DigestOf(report) };
    }

    private void WriteModel()
    {
        Write("model/config.json", "{}"u8.ToArray());
        Write("model/model.safetensors", [1, 2, 3, 4]);
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
