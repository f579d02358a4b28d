using WeakToStrong.Experiments.Files;

namespace WeakToStrong.Experiments.Tests.Files;

public sealed class InputRootsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Resolve_ThroughLinksThatStayInside_IsThePathWithoutThem()
    {
        var file = _temp.File("real/rows.jsonl", "");
        Directory.CreateSymbolicLink(In("folder"), "real");
        File.CreateSymbolicLink(In("real/link"), In("folder/rows.jsonl"));

        Assert.Equal(file, Roots().Resolve(In("folder/link")));
        Assert.Equal(In("real/not-there"), Roots().Resolve(In("folder/not-there")));
    }

    [Fact]
    public void Resolve_ARootThatIsALink_IsWhatItLeadsTo()
    {
        var file = _temp.File("real/rows.jsonl", "");
        Directory.CreateSymbolicLink(In("root"), "real");

        Assert.Equal(file, new InputRoots([In("root")]).Resolve(In("root/rows.jsonl")));
        Assert.Equal(file, new InputRoots([In("root")]).Resolve(file));
    }

    [Fact]
    public void Resolve_AFolderBesideTheRootWithItsNameInFront_IsOutside()
    {
        _temp.File("data/rows.jsonl", "");
        _temp.File("data-of-others/rows.jsonl", "");
        var roots = new InputRoots([In("data/")]);

        Assert.NotNull(roots.Resolve(In("data")));
        Assert.NotNull(roots.Resolve(In("data/rows.jsonl")));
        Assert.Null(roots.Resolve(In("data-of-others/rows.jsonl")));
        Assert.Null(roots.Resolve(_temp.Path));
    }

    [Fact]
    public void Resolve_LinksInACircle_AreOutside()
    {
        File.CreateSymbolicLink(In("a"), "b");
        File.CreateSymbolicLink(In("b"), "a");

        Assert.Null(Roots().Resolve(In("a")));
        Assert.Null(Roots().Resolve(In("a/rows.jsonl")));
    }

    [Fact]
    public void Resolve_ALinkWithDotsInIt_LeadsWhereTheSystemLeads()
    {
        var outside = _temp.File("rows.jsonl", "outside");
        _temp.File("data/deep/rows.jsonl", "inside");
        // From the folder that 'jump' leads to, and not from the one that it stands in, '..' goes up.
        Directory.CreateSymbolicLink(In("data/jump"), In("data/deep"));
        File.CreateSymbolicLink(In("data/up"), "jump/../../rows.jsonl");
        var roots = new InputRoots([In("data")]);

        Assert.Equal("outside", File.ReadAllText(In("data/up")));
        Assert.Null(roots.Resolve(In("data/up")));
        Assert.Equal(outside, new InputRoots([_temp.Path]).Resolve(In("data/up")));
    }

    [Fact]
    public void Resolve_WithoutRoots_IsNothing() => Assert.Null(new InputRoots([]).Resolve("/"));

    [Fact]
    public void ParseWithin_APathOutside_SaysWhatIsAllowedAndNotWhetherItIsThere()
    {
        foreach (var path in new[] { "/etc/passwd", "/etc/there-is-no-such-file", "../x", "\"/etc/passwd\\0\"" })
        {
            var error = Assert.Throws<InputException>(() => ExperimentReader.ParseWithin(
                Roots(), $"name: a\nseeds: [1]\ndata: {{kind: files, supervisor: {path}}}\n", "x.yaml", [],
                TestCatalogue.Make()));

            var problem = error.Problems
                .Single(found => found.Message.StartsWith("data.supervisor", StringComparison.Ordinal));
            Assert.Equal(("x.yaml", 3), (problem.File, problem.Line));
            Assert.DoesNotContain("no file", problem.Message, StringComparison.Ordinal);
        }
    }

    private string In(string name) => Path.Combine(_temp.Path, name);

    private InputRoots Roots() => new([_temp.Path]);
}
