using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Tests.Attestation;

namespace WeakToStrong.W2s.Tests.Archives;

/// <summary>A run goes from one machine to another: export, verify, import.</summary>
public sealed class ArchiveCommandTests : IDisposable
{
    private readonly TemporaryFolder _there = new();
    private readonly TemporaryFolder _here = new();
    private readonly SignedRun _run;

    public ArchiveCommandTests() => _run = new SignedRun(_there.Path);

    [Fact]
    public async Task Verify_OfAnAuditsStatement_SaysVerdictLevelAndKey()
    {
        var verified = await CommandAsync("verify", _run.Statement, "--key", _run.PublicKeyPath, "--json");

        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Equal("reproduced", (string?)verified.Json["verdict"]);
        Assert.Equal("full", (string?)verified.Json["level"]);
        Assert.Equal(SampleAudit.RunId, (string?)verified.Json["run"]);
        Assert.False((bool?)verified.Json["isOwnKey"]);
        Assert.Equal("seed 1 / sft / model", (string?)verified.Json["subjects"]![0]!["name"]);
    }

    [Fact]
    public async Task Verify_OfAnAlteredStatement_SaysSoInOneLine()
    {
        var envelope = JsonNode.Parse(await File.ReadAllTextAsync(_run.Statement))!;
        var payload = Convert.FromBase64String((string)envelope["payload"]!);
        payload[^10] ^= 1;
        envelope["payload"] = Convert.ToBase64String(payload);
        await File.WriteAllTextAsync(_run.Statement, envelope.ToJsonString());

        var verified = await CommandAsync("verify", _run.Statement, "--key", _run.PublicKeyPath);

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("the content was changed", Assert.Single(verified.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutAKeyWhereThereIsNone_AsksForOneAndMakesNone()
    {
        var verified = await CommandAsync("verify", _run.Statement);

        verified.AssertWrongInput("--key", "has no key");
        Assert.False(File.Exists(_here.In("key.pem")));
    }

    [Fact]
    public async Task Verify_OfAModelsSignature_ChecksEveryFile()
    {
        string[] command =
            ["verify", _run.ModelSignature, "--key", _run.PublicKeyPath, "--model", _run.Model];
        var intact = await CommandAsync(command);
        await File.WriteAllBytesAsync(Path.Combine(_run.Model, "model.safetensors"), [1, 2, 3, 5]);
        var changed = await CommandAsync(command);

        Assert.True(intact.ExitCode == 0, intact.Error);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("model.safetensors was changed", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IntoAFolderThatIsNotThere_SaysSoBeforeItBegins() =>
        (await CommandAsync("export", "any", "-o", _here.In("a/b.tar.gz"))).AssertWrongInput("b.tar.gz", "no folder");

    [Fact]
    public async Task Verify_OfSomethingElse_IsWrongInput() =>
        (await CommandAsync("verify", _there.Write("notes.txt", "hello"), "--key", _run.PublicKeyPath))
            .AssertWrongInput("notes.txt", "is no signed statement");

    [Fact]
    public async Task Import_OfAnArchive_ShowsTheRunAndExportsItAgain()
    {
        var archive = _run.WriteArchive(withData: true);
        var imported = await CommandAsync("import", archive, "--key", _run.PublicKeyPath, "--store", _here.Store);
        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.Contains($" --store {_here.Store}' shows it", imported.Output, StringComparison.Ordinal);

        var row = (await CommandAsync("list", "--store", _here.Store, "--json")).Json.AsArray().Single()!;
        Assert.Equal(("small", "completed"), ((string?)row["name"], (string?)row["status"]));
        Assert.NotNull(row["importedAt"]);
        var shown = await CommandAsync("show", "small", "--store", _here.Store, "--json");
        Assert.Equal("seed 1 / sft", (string?)shown.Json["steps"]![0]!["name"]);
        Assert.True(File.Exists((string?)shown.Json["reportPath"]));
        var again = _here.In("again.tar.gz");
        var exported = await CommandAsync("export", "small", "-o", again, "--data", "--store", _here.Store);
        Assert.True(exported.ExitCode == 0, exported.Error);
        var verified = await CommandAsync("verify", again, "--json");
        Assert.True((bool?)verified.Json["isOwnKey"], verified.Error);
        Assert.Equal("reproduced", (string?)verified.Json["audits"]![0]!["verdict"]);
    }

    [Fact]
    public async Task Import_OfARunThatIsHere_SaysSo()
    {
        string[] command =
            ["import", _run.WriteArchive(withData: false), "--key", _run.PublicKeyPath, "--store", _here.Store];
        await CommandAsync(command);

        (await CommandAsync(command)).AssertWrongInput("is here already");
    }

    [Fact]
    public async Task Import_OfATamperedArchive_WritesNoRun()
    {
        var archive = _run.WriteArchive(withData: false);
        var bytes = await File.ReadAllBytesAsync(archive);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes);

        var imported = await CommandAsync("import", archive, "--key", _run.PublicKeyPath, "--store", _here.Store);

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains(archive, Assert.Single(imported.ErrorLines), StringComparison.Ordinal);
        Assert.Empty((await CommandAsync("list", "--store", _here.Store, "--json")).Json.AsArray());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_here.Store, "runs")));
    }

    [Fact]
    public async Task Export_OfARunThatIsNotThere_NamesIt() =>
        (await CommandAsync("export", "nosuchrun", "-o", _here.In("run.tar.gz"), "--store", _here.Store))
            .AssertWrongInput("nosuchrun");

    public void Dispose()
    {
        _run.Dispose();
        _there.Dispose();
        _here.Dispose();
    }

    /// <summary>With a key of this machine's own, which is not that of the other one.</summary>
    private async Task<CommandResult> CommandAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["W2S_SIGNING_KEY"] = _here.In("key.pem") };
        using var process = CommandLineProcess.Start(null, environment, arguments);
        return await CommandLineProcess.EndAsync(process, arguments);
    }
}
