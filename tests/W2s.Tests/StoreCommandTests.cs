using System.Security.Cryptography;

namespace WeakToStrong.W2s.Tests;

/// <summary>Commands on runs that are not there.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_OfNoStore_IsAnEmptyArrayAndMakesNone()
    {
        var result = await CommandLineProcess.RunAsync("list", "--store", _folder.Store, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Empty(result.Json.AsArray());
        Assert.False(Directory.Exists(_folder.Store));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("compare")]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("rm")]
    public async Task Command_OnARunThatIsNotThere_NamesIt(string command)
    {
        var result = await CommandLineProcess.RunAsync(command, "nosuchrun", "--store", _folder.Store);

        result.AssertWrongInput("nosuchrun");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("/tmp/a-store", " --store /tmp/a-store")]
    [InlineData("my runs", " --store 'my runs'")]
    [InlineData("it's", @" --store 'it'\''s'")]
    public void Hint_OfAStore_IsWhatAShellReadsBack(string? option, string hint) =>
        Assert.Equal(hint, StoreFolder.Hint(option));

    [Fact]
    public async Task CollectGarbage_OfAnEmptyStore_RemovesNothing()
    {
        var result = await CommandLineProcess.RunAsync("gc", "--store", _folder.Store, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(0, (int?)result.Json["stepsRemoved"]);
    }

    /// <summary>Where not even a failure can be written any more, nothing is waited for.</summary>
    [MountFact]
    public async Task Run_OnADiskThatFillsUp_EndsAndSaysSo()
    {
        var result = await CommandLineProcess.RunMountedAsync(
            MountFactAttribute.SmallDisk, _folder.Path, "run", TinyExperiment.File, "--store", _folder.Store);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is full", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "'': is no name of a file")]
    [InlineData("/", "/: cannot be read: it is a folder")]
    [InlineData("/nowhere", "/nowhere: no such file")]
    public async Task Import_OfNoFile_SaysSo(string file, string message)
    {
        var key = _folder.In("key.pub");
        using (var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256))
            await File.WriteAllTextAsync(key, pair.ExportSubjectPublicKeyInfoPem());

        (await CommandLineProcess.RunAsync("import", file, "--key", key, "--store", _folder.Store))
            .AssertWrongInput(message);
    }

    [Fact]
    public async Task Doctor_Always_NamesTheStoreAndTheMachine()
    {
        var result = await CommandLineProcess.RunAsync("doctor", "--store", _folder.Store, "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var names = result.Json["findings"]!.AsArray().Select(finding => (string?)finding!["name"]);
        string[] looked = [".NET", "system", "cores", "memory", "store", "BLAS", "postgres", "node", "containers"];
        Assert.Superset(looked.ToHashSet<string?>(), names.ToHashSet());
        Assert.NotNull(result.Json["engine"]);
    }
}
