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
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-n", Repository.Absolute(file)]) { RedirectStandardError = true })!;
        var error = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        Assert.True(bash.ExitCode == 0, error);
    }

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Yaml_Always_IsOneDocument(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        Assert.Single(stream.Documents);
    }
}
