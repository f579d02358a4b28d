using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Experiments.Tests.Attestation;

namespace WeakToStrong.Experiments.Tests.Proofs;

public sealed class RunProofTests
{
    private const string NoDigest = "../manifest";

    [Fact]
    public void Parse_OfAProof_GivesIt()
    {
        var proof = SampleAudit.Proof(Digests.OfText("model"));

        Assert.Equal(proof.Digest(), RunProof.Parse(proof.ToCanonicalJson(), "proof.json").Digest());
    }

    /// <summary>Whoever hides a step from an audit leaves a gap where another one read it.</summary>
    [Fact]
    public void FindGap_OfAProofWithoutOneOfItsSteps_NamesWhoReadIt()
    {
        var proof = SampleAudit.Proof(Digests.OfText("model"));
        var first = proof.Steps[0];
        first = first with { Spec = first.Spec with { Inputs = new Dictionary<string, OutputRef>() } };
        var report = first with
        {
            Name = "report",
            Key = proof.ReportStepKey,
            Spec = first.Spec with { Inputs = Reading(first) },
        };

        Assert.Null((proof with { Steps = [first, report] }).FindGap());
        Assert.Equal("no step made what 'report' read as sft/1", (proof with { Steps = [report] }).FindGap());
        Assert.Equal("no step made the report", (proof with { Steps = [first] }).FindGap());

        static Dictionary<string, OutputRef> Reading(StepClaim claim) =>
            new() { ["sft/1"] = new OutputRef(claim.Key, "model") };
    }

    [Fact]
    public void Parse_OfSomethingElseWhereADigestBelongs_NamesIt()
    {
        var proof = SampleAudit.Proof(Digests.OfText("model"));
        var claim = proof.Steps[0];
        StepClaim[] wrong =
        [
            claim with { Key = NoDigest },
            claim with { Outputs = new Dictionary<string, string> { ["model"] = NoDigest } },
            claim with { Proof = claim.Proof! with { Manifest = NoDigest } },
            claim with { Proof = claim.Proof! with { LedgerHead = NoDigest } },
        ];

        foreach (var step in wrong)
            Assert.Equal(
                $"proof.json: says '{NoDigest}' of the step 'seed 1 / sft'; allowed is a SHA-256 digest",
                Assert.Throws<InputException>(
                    () => RunProof.Parse((proof with { Steps = [step] }).ToCanonicalJson(), "proof.json")).Message);
    }
}
