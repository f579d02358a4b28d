using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Tests.Attestation;

public sealed class AuditAttestationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SigningKey _key;
    private readonly string _model;
    private readonly string _digest;

    public AuditAttestationTests()
    {
        _key = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "keys", "key.pem"));
        _folder.File("model/config.json", "{}");
        _folder.File("model/model.safetensors", "weights");
        _model = Path.Combine(_folder.Path, "model");
        _digest = Digests.OfFolder(_model);
    }

    private string AuditFolder => Directory.CreateDirectory(Path.Combine(_folder.Path, "audit")).FullName;

    private string StatementPath => Path.Combine(AuditFolder, AuditAttestation.AuditFileName);

    [Fact]
    public void Write_OfAReproducedRun_SignsVerdictOriginAndModel()
    {
        var written = Write();

        Assert.Equal(
            [$"models/{_digest}.sig", "provenance.intoto.json", "audit.intoto.json"],
            written.Select(path => Path.GetRelativePath(AuditFolder, path)));
        var statement = SignedStatement.Read(StatementPath).Verify(_key.Public);
        Assert.Equal("seed 1 / sft / model", statement.Subjects.Single().Name);
        Assert.Equal(_digest, statement.Subjects.Single().Digests["folderSha256"]);
        Assert.Equal("PASSED", (string?)statement.Predicate["result"]);
        Assert.Equal("seed 1 / sft (full)", (string?)statement.Predicate["passedTests"]!.AsArray().Single());
        Assert.Equal(AuditLevel.Full, AuditStatement.ReportOf(statement, "it")!.Level);
    }

    [Theory]
    [InlineData(AuditVerdict.WithinTolerance, "WARNED", "warnedTests")]
    [InlineData(AuditVerdict.Diverged, "FAILED", "failedTests")]
    [InlineData(AuditVerdict.Incomplete, "FAILED", "failedTests")]
    public void Write_OfAnotherVerdict_SaysSoAndSignsNoModel(AuditVerdict verdict, string result, string tests)
    {
        var written = Write(verdict);

        Assert.DoesNotContain(written, path => path.EndsWith(".sig", StringComparison.Ordinal));
        var statement = SignedStatement.Read(StatementPath).Verify(_key.Public);
        Assert.Equal(result, (string?)statement.Predicate["result"]);
        Assert.Single(statement.Predicate[tests]!.AsArray());
    }

    [Fact]
    public void Write_OfADivergedRun_DoesNotSignWhereItComesFrom() =>
        Assert.Equal([StatementPath], Write(AuditVerdict.Diverged));

    [Fact]
    public void Provenance_Always_HasInputsOptionsAndWhatWasLeftBehind()
    {
        Write();

        var statement = SignedStatement.Read(Path.Combine(AuditFolder, "provenance.intoto.json")).Verify(_key.Public);
        Assert.Equal("https://slsa.dev/provenance/v1", statement.PredicateType);
        var definition = statement.Predicate["buildDefinition"]!;
        Assert.Equal("[1]", (string?)definition["externalParameters"]!["options"]!["seeds"]);
        Assert.Equal("2", (string?)definition["internalParameters"]!["options"]!["supervisor.epochs"]);
        var file = definition["resolvedDependencies"]!.AsArray().Single()!;
        Assert.Equal("rows.jsonl", (string?)file["name"]);
        Assert.Equal(Digests.OfText(SampleAudit.DataText), (string?)file["digest"]!["sha256"]);
        var details = statement.Predicate["runDetails"]!;
        Assert.Equal(SampleAudit.RunId, (string?)details["metadata"]!["invocationId"]);
        Assert.Equal(
            ["proof.json", "seed 1 / sft / manifest", "seed 1 / sft / ledger"],
            details["byproducts"]!.AsArray().Select(product => (string?)product!["name"]));
    }

    [Fact]
    public void Verify_OfAReportThatWasAlteredAfterSigning_SaysSo()
    {
        Write(AuditVerdict.Diverged);
        Rewrite(statement => statement["predicate"]!["result"] = "PASSED");

        Assert.Contains("the content was changed after key", Fault(_key.Public), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WithTheKeyOfAnother_NamesBothKeys()
    {
        Write();
        using var other = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "others", "key.pem"));

        var fault = Fault(other.Public);

        Assert.Contains(_key.Public.Id[..16], fault, StringComparison.Ordinal);
        Assert.Contains(other.Public.Id[..16], fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfAnotherTypeOfPayload_NamesIt()
    {
        var envelope = DsseEnvelope.Sign(_key, "application/vnd.other+json", "{}"u8.ToArray());
        File.WriteAllBytes(StatementPath, envelope.ToFile());

        Assert.Contains("'application/vnd.other+json'", Fault(_key.Public), StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfAStatementThatIsNone_SaysSo()
    {
        var envelope = DsseEnvelope.Sign(_key, InTotoStatement.PayloadType, "[1]"u8.ToArray());
        File.WriteAllBytes(StatementPath, envelope.ToFile());

        Assert.Contains("no in-toto statement", Fault(_key.Public), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAModelThatWasChangedSince_RefusesToSignIt()
    {
        File.AppendAllText(Path.Combine(_model, "config.json"), " ");

        Assert.Contains(
            "changed since", Assert.Throws<AttestationException>(() => Write()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithTheProofOfAnotherRun_IsRefused()
    {
        var report = SampleAudit.Report(SampleAudit.Proof(_digest));
        var other = SampleAudit.Proof(_digest) with { Name = "another" };

        Assert.Throws<ArgumentException>(() => AuditAttestation.Write(AuditFolder, report, other, _key, _ => null));
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private IReadOnlyList<string> Write(AuditVerdict verdict = AuditVerdict.Reproduced)
    {
        var proof = SampleAudit.Proof(_digest);
        return AuditAttestation.Write(
            AuditFolder, SampleAudit.Report(proof, verdict), proof, _key, digest => digest == _digest ? _model : null);
    }

    private string Fault(VerificationKey key) =>
        Assert.Throws<AttestationException>(() => SignedStatement.Read(StatementPath).Verify(key)).Message;

    private void Rewrite(Action<JsonNode> change)
    {
        var envelope = JsonNode.Parse(File.ReadAllText(StatementPath))!;
        var statement = JsonNode.Parse(Convert.FromBase64String((string)envelope["payload"]!))!;
        change(statement);
        envelope["payload"] = Convert.ToBase64String(CanonicalJson.SerializeToUtf8(statement));
        File.WriteAllText(StatementPath, envelope.ToJsonString());
    }
}
