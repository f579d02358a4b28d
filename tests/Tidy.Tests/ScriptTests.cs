using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace WeakToStrong.Tidy.Tests;

/// <summary>Shell scripts parse, stop at errors and may be executed; YAML files are YAML.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
        [.. Repository.Files.Where(file => Path.GetExtension(file) == ".sh" || file is "w2s" or ".ci/run")];

    public static TheoryData<string> YamlFiles =>
        [.. Repository.Files.Where(file => Path.GetExtension(file) is ".yaml" or ".yml")];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_Always_IsStrictAndExecutable(string file)
    {
        Assert.StartsWith("#!/usr/bin/env bash\n", Repository.Read(file), StringComparison.Ordinal);
        Assert.Contains("\nset -euo pipefail\n", Repository.Read(file), StringComparison.Ordinal);
        Assert.True(File.GetUnixFileMode(Repository.Absolute(file)).HasFlag(UnixFileMode.UserExecute));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_Always_Parses(string file)
    {
        var (exitCode, error) = Bash("-n", Repository.Absolute(file));
        Assert.True(exitCode == 0, error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "list", "--store", "up")]
    [InlineData(false, "bench", "correct")]
    [InlineData(false, "up", "--help")]
    [InlineData(true, "up", "--port", "5050")]
    [InlineData(true, "publish")]
    [InlineData(true, "bench", "load", "--json")]
    public void NeedsHost_OfACommand_IsSaidOfWhatStartsOneAlone(bool expected, params string[] command)
    {
        const string Ask = "set -u; source <(sed -n '/^needs_host()/,/^}/p' \"$0\"); needs_host \"$@\"";

        var (exitCode, error) = Bash(["-c", Ask, Repository.Absolute("w2s"), .. command]);

        Assert.Equal(("", expected ? 0 : 1), (error, exitCode));
    }

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Yaml_Always_IsOneDocument(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        Assert.Single(stream.Documents);
    }

    private static (int ExitCode, string Error) Bash(params string[] arguments)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", arguments) { RedirectStandardError = true })!;
        var error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, error);
    }
}
