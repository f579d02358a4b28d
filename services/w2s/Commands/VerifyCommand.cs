using System.CommandLine;
using WeakToStrong.Experiments;
using WeakToStrong.Experiments.Archives;
using WeakToStrong.Experiments.Attestation;
using WeakToStrong.Tracker.Audits;
using WeakToStrong.W2s.Display;

namespace WeakToStrong.W2s.Commands;

/// <summary>
/// <c>verify FILE</c>: whether a statement, a model's signature or an archive is what a key signed. Needs no store.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A signed statement (audit.intoto.json), a model's signature (.sig) or an archive of a run",
        };
        var key = SharedOptions.PublicKey();
        var model = new Option<string?>("--model")
        {
            Description = "Folder of the model that a signature is of; its files are checked",
            HelpName = "DIR",
        };
        var json = SharedOptions.Json();
        var command = new Command("verify", "Check a signed statement, model or archive") { file, key, model, json };
        command.SetAction(parsed =>
        {
            var verified = Verify(parsed.GetRequiredValue(file), parsed.GetValue(key), parsed.GetValue(model));
            if (parsed.GetValue(json))
                JsonOutput.Write(verified);
            else
                VerificationView.Write(verified);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The key that was given, else that of this machine.</summary>
    public static (VerificationKey Key, bool IsOwn) KeyOf(string? path)
    {
        var own = SigningKey.FindPublic();
        var key = path is null ? own : VerificationKey.Read(path);
        return key is null
            ? throw new InputException("--key", null, "is not given, and this machine has no key; give the signer's")
            : (key, key.Id == own?.Id);
    }

    private static Verification Verify(string path, string? keyPath, string? model)
    {
        var (key, isOwn) = KeyOf(keyPath);
        var isArchive = RunArchive.IsOne(path);
        if (isArchive && model is not null)
            throw new InputException("--model", null, "goes with a model's signature, and this is an archive");
        var verified = isArchive ? OfArchive(path, key) : OfStatement(path, key, model);
        return verified with { KeyId = key.Id, IsOwnKey = isOwn };
    }

    private static Verification OfStatement(string path, VerificationKey key, string? model)
    {
        var statement = SignedStatement.Read(path).Verify(key);
        var isModel = statement.PredicateType == ModelSignature.PredicateType;
        if (model is not null && !isModel)
            throw new InputException(path, null, "is no model's signature; --model goes with one");
        if (isModel)
            ModelSignature.FilesOf(statement, path);
        if (model is not null)
            ModelSignature.Check(statement, model, path);
        return Verification.Of(path, statement) with { Model = model };
    }

    private static Verification OfArchive(string path, VerificationKey key)
    {
        var content = RunArchive.Verify(path, key);
        return new Verification
        {
            File = path,
            States = "archive of a run",
            PredicateType = ArchiveIndex.PredicateType,
            Run = content.Index.RunId,
            Name = content.Index.Name,
            Audits = [.. AuditsOf(content)],
            Subjects = [.. content.Index.Files.Select(file =>
                StatementSubject.OfFile(file.Key, file.Value.Sha256))],
        };
    }

    // Its content is the signed one, like that of all members; who signed the statement itself may be somebody else.
    private static IEnumerable<VerifiedAudit> AuditsOf(ArchiveContent content) =>
        from member in content.Kept
        where ArchivePaths.IsAuditStatement(member.Key)
        let envelope = SignedStatement.Parse(member.Value, member.Key).Envelope
        let statement = InTotoStatement.Parse(envelope.Payload.Span, member.Key)
        let report = AuditStatement.ReportOf(statement, member.Key)
        where report is not null
        select new VerifiedAudit(report.Id, AuditWords.Of(report.Verdict), AuditWords.Of(report.Level));
}
