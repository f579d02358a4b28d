using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
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
