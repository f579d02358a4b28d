using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Experiments.Auditing;
using WeakToStrong.Experiments.Canonical;
using WeakToStrong.Experiments.Proofs;
using WeakToStrong.Experiments.Tests.Attestation;

namespace WeakToStrong.Experiments.Tests.Archives;

public sealed class RunArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SigningKey _key;

    public RunArchiveTests()
    {
        _key = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "keys", "key.pem"));
        var data = _folder.File("rows and more.jsonl", SampleAudit.DataText);
        var proof = SampleAudit.Proof(Digests.OfText("model"), data);
        var step = proof.Steps[0].Key;
        File("runs", SampleAudit.RunId, "proof.json", proof.ToCanonicalJson());
        File("runs", SampleAudit.RunId, "report.json", "{}"u8.ToArray());
        File("proofs", step, "ledger", "three entries"u8.ToArray());
        File(Path.Combine("proofs", step), "manifests", SampleAudit.Manifest + ".json", "{}"u8.ToArray());
        var report = SampleAudit.Report(proof);
        File("runs", SampleAudit.AuditId, "audit.json", Encoding.UTF8.GetBytes(AuditFile.Write(report)));
        AuditAttestation.Write(
            Path.Combine(Store, "runs", SampleAudit.AuditId), report, proof, _key, _ => null);
    }

    private string Store => Path.Combine(_folder.Path, "store");

    private string Archive => Path.Combine(_folder.Path, "run.tar.gz");

    [Fact]
    public void Write_Always_HoldsAllThatBelongsToTheRunWithTheIndexFirst()
    {
        Write(withData: true);

        var step = SampleAudit.Spec().Key;
        Assert.Equal(
            [
                "index.intoto.json",
                "index.json",
                $"audits/{SampleAudit.AuditId}/audit.intoto.json",
                $"audits/{SampleAudit.AuditId}/audit.json",
                $"audits/{SampleAudit.AuditId}/provenance.intoto.json",
                $"data/{Digests.OfText(SampleAudit.DataText)}/rows_and_more.jsonl",
                "experiment.yaml",
                "proof.json",
                $"proofs/{step}/ledger",
                $"proofs/{step}/manifests/{SampleAudit.Manifest}.json",
                "report.json",
            ],
            Members().Select(member => member.Name));
    }

    [Fact]
    public void Write_WithoutData_HasNone()
    {
        Write();

        Assert.DoesNotContain(Members(), member => member.Name.StartsWith("data/", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_Twice_DiffersInNothingButTheSignature()
    {
        Write();
        var first = Members();
        Write();
        var second = Members();

        Assert.Equal(first.Select(member => member.Name), second.Select(member => member.Name));
        foreach (var (one, other) in first.Zip(second).Skip(1))
            Assert.Equal(one.Content, other.Content);
    }

    [Fact]
    public void Write_OfARunWithoutProof_SaysWhy()
    {
        System.IO.File.Delete(Path.Combine(Store, "runs", SampleAudit.RunId, "proof.json"));

        Assert.Contains(
            "has no proof", Assert.Throws<InputException>(() => Write()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfDataThatWasChangedSince_NamesIt()
    {
        System.IO.File.AppendAllText(Path.Combine(_folder.Path, "rows and more.jsonl"), "\n");

        var problem = Assert.Throws<InputException>(() => Write(withData: true));

        Assert.Contains("rows and more.jsonl", problem.Message, StringComparison.Ordinal);
        Assert.Contains("was changed since", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_OfAnArchive_LeavesItsMembersAndTheDataWhereTheProofFindsIt()
    {
        Write(withData: true);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "imported")).FullName;

        RunArchive.Extract(Archive, _key.Public, folder);

        var proof = RunProof.Read(Path.Combine(folder, "proof.json"));
        var file = ArchivedData.PointTo(proof, folder).Steps[0].Spec.Files["transfer"];
        Assert.StartsWith(folder, file.Path, StringComparison.Ordinal);
        Assert.Equal(SampleAudit.DataText, System.IO.File.ReadAllText(file.Path));
        Assert.Equal(proof.Steps[0].Key, ArchivedData.PointTo(proof, folder).Steps[0].Spec.Key);
    }

    [Fact]
    public void Verify_WithTheKeyOfAnother_SaysWhoseItIs()
    {
        Write();
        using var other = SigningKey.OpenOrCreate(Path.Combine(_folder.Path, "others", "key.pem"));

        Assert.Contains(
            "give the public key of its signer",
            Assert.Throws<AttestationException>(() => RunArchive.Verify(Archive, other.Public)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfOneChangedByte_NamesTheMember()
    {
        Write();
        Rewrite(member => member.Name.EndsWith("/ledger", StringComparison.Ordinal)
            ? member with { Content = [(byte)(member.Content[0] ^ 1), .. member.Content[1..]] }
            : member);

        AssertFault("/ledger was changed: its content");
    }

    [Fact]
    public void Verify_OfAMemberThatGrew_NamesIt()
    {
        Write();
        Rewrite(member =>
            member.Name == "report.json" ? member with { Content = [.. member.Content, (byte)' '] } : member);

        AssertFault("report.json was changed: it has 3 bytes instead of 2");
    }

    [Fact]
    public void Verify_OfAnIndexThatFitsTheChange_SaysThatItIsNotTheSignedOne()
    {
        Write();
        Rewrite(member => member.Name == "index.json" ? Replace(member, "\"bytes\":2", "\"bytes\":3") : member);

        AssertFault("index.json is not the one that was signed");
    }

    [Theory]
    [InlineData("proofs/extra/ledger")]
    [InlineData("../../outside")]
    [InlineData("/outside")]
    public void Verify_OfAMemberThatWasAdded_NamesIt(string name)
    {
        Write();
        Rewrite(member => member, new Member(name, "x"u8.ToArray()));

        AssertFault($"'{name}' was added");
    }

    [Fact]
    public void Verify_OfAMemberThatWasTakenOut_NamesIt()
    {
        Write();
        Rewrite(member => member.Name == "report.json" ? null : member);

        AssertFault("report.json is missing");
    }

    [Fact]
    public void Verify_OfAMemberThatIsThereTwice_NamesIt()
    {
        Write();
        Rewrite(member => member, new Member("experiment.yaml", Members().Single(
            member => member.Name == "experiment.yaml").Content));

        AssertFault("experiment.yaml is there twice");
    }

    [Fact]
    public void Verify_OfALink_RefusesIt()
    {
        Write();
        var members = Members();
        Tar(members.Where(member => member.Name != "report.json"), tar => tar.WriteEntry(
            new UstarTarEntry(TarEntryType.SymbolicLink, "report.json") { LinkName = "/etc/passwd" }));

        AssertFault("'report.json' is a link");
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("proofs/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("anything/at/all")]
    public void Verify_OfASignedIndexWithAPathOutside_RefusesIt(string path)
    {
        var content = RunArchiveContent.Collect(Store, SampleAudit.RunId, [], withData: false);
        var members = new SortedDictionary<string, ArchiveMember>(content.Members.ToDictionary())
        {
            [path] = ArchiveMember.OfBytes([1]),
        };

        var fault = Assert.Throws<AttestationException>(
            () => RunArchiveWriter.Write(Archive, content with { Members = members }, _key));

        Assert.Contains($"'{path}' is no path of a run's archive", fault.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Archive));
    }

    [Fact]
    public void Write_ThatIsStopped_LeavesNoFile()
    {
        var content = RunArchiveContent.Collect(Store, SampleAudit.RunId, [], withData: false);

        Assert.Throws<OperationCanceledException>(
            () => RunArchiveWriter.Write(Archive, content, _key, new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Archive)!, Path.GetFileName(Archive) + "*"));
    }

    [Fact]
    public void Verify_OfATornFile_SaysSo()
    {
        Write();
        var bytes = System.IO.File.ReadAllBytes(Archive);
        System.IO.File.WriteAllBytes(Archive, bytes[..(bytes.Length / 2)]);

        Assert.Contains(
            "damaged",
            Assert.Throws<AttestationException>(() => RunArchive.Verify(Archive, _key.Public)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfAnotherArchive_SaysThatItIsNone()
    {
        Tar([new Member("notes.txt", "x"u8.ToArray())]);

        Assert.Contains(
            "is no archive of a run",
            Assert.Throws<InputException>(() => RunArchive.Verify(Archive, _key.Public)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private void Write(bool withData = false) =>
        RunArchiveWriter.Write(
            Archive, RunArchiveContent.Collect(Store, SampleAudit.RunId, [SampleAudit.AuditId], withData), _key);

    private void AssertFault(string part) =>
        Assert.Contains(
            part,
            Assert.Throws<AttestationException>(() => RunArchive.Verify(Archive, _key.Public)).Message,
            StringComparison.Ordinal);

    private void File(string first, string second, string name, byte[] content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Store, first, second)).FullName;
        System.IO.File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    private List<Member> Members()
    {
        using var compressed = new GZipStream(System.IO.File.OpenRead(Archive), CompressionMode.Decompress);
        using var tar = new TarReader(compressed);
        var members = new List<Member>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            members.Add(new Member(entry.Name, content.ToArray()));
        }
        return members;
    }

    private static Member Replace(Member member, string old, string changed) => member with
    {
        Content = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(member.Content).Replace(old, changed, StringComparison.Ordinal)),
    };

    private void Rewrite(Func<Member, Member?> change, params Member[] added) =>
        Tar([.. Members().Select(change).OfType<Member>(), .. added]);

    private void Tar(IEnumerable<Member> members, Action<TarWriter>? more = null)
    {
        using var compressed = new GZipStream(System.IO.File.Create(Archive), CompressionLevel.Fastest);
        using var tar = new TarWriter(compressed, TarEntryFormat.Ustar);
        foreach (var member in members)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, member.Name)
            {
                DataStream = new MemoryStream(member.Content),
            });
        more?.Invoke(tar);
    }

    private sealed record Member(string Name, byte[] Content);
}
