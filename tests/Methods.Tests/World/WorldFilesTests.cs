using System.Globalization;
using System.Security.Cryptography;
using WeakToStrong.Methods.Shared;
using WeakToStrong.Methods.World;

namespace WeakToStrong.Methods.Tests.World;

public sealed class WorldFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("world-files");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Red means that the world's bits have changed: raise the revision of the step that makes it.</summary>
    [Fact]
    public void Write_SeedOne_HasTheseDigests() =>
        Assert.Equal(
            [
                "questions-supervisor.jsonl 1d17250ced511e463b1c12d852678ba1ebbaae787902d20ba8e42540c8947d55",
                "questions-test.jsonl cfdeb3a4b458622552aae8e7d14f3b7c138dcc892ca67132c73e74902120eedf",
                "questions-transfer.jsonl 06b3a8e01d4b108dff6bfe578f3f619e38d699f78a961b7c5a160226b1c51599",
                "student.jsonl c71376ad1efdb56c439a7ca60a383c8651ef207852277d3f87c72b901a6044af",
                "supervisor.jsonl a6c4b79b5297f26ddaa6a60c3514f9ad03c36d1fe2f2043df3989f21da0d37e0",
                "world.json de81fc5ce7f92110268bd3c53224925430118d81cd1fc58223354d66e6beb7af",
            ],
            WriteAll(Worlds.Default));

    [Fact]
    public void Write_SameSeedInAnotherCulture_GivesTheSameBytes()
    {
        var before = CultureInfo.CurrentCulture;
        var expected = WriteAll(WorldTables.Generate(5, Worlds.Small));
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "~");
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, WriteAll(WorldTables.Generate(5, Worlds.Small)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_AnotherSeed_ChangesEveryFile()
    {
        var one = WriteAll(WorldTables.Generate(5, Worlds.Small));
        var other = WriteAll(WorldTables.Generate(6, Worlds.Small));

        Assert.Empty(one.Intersect(other));
    }

    [Fact]
    public void ReadWorld_WhatWasWritten_IsTheSameWorld()
    {
        WorldFiles.WriteWorld(InFolder("world.json"), Worlds.Default);

        var read = WorldFiles.ReadWorld(InFolder("world.json"));

        Assert.Equal(Worlds.Default.Seed, read.Seed);
        Assert.Equal(Worlds.Default.Options, read.Options);
        Assert.Equal(Worlds.Default.Animals, read.Animals);
    }

    [Fact]
    public void ReadWorld_WithoutRegenerating_WritesTheSameFilesAgain()
    {
        var world = WorldTables.Generate(5, Worlds.Small);
        var written = WriteAll(world);

        Assert.Equal(written, WriteAll(WorldFiles.ReadWorld(InFolder("world.json"))));
    }

    [Theory]
    [InlineData("", "world.json")]
    [InlineData("null", "nothing in it")]
    [InlineData("{}", "version")]
    [InlineData("not json", "world.json")]
    public void ReadWorld_NoWorld_SaysSoInOneLine(string content, string expected) =>
        AssertRejected(content, expected);

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version 2, this program reads 1")]
    [InlineData("\"animals\": 6", "\"animals\": 7", "6 animals, the options say 7")]
    [InlineData("\"believedProbability\": 0.45", "\"believedProbability\": 45", "believed_probability is 45")]
    [InlineData("\"seed\"", "\"sead\"", "sead")]
    [InlineData("\"animals\": [", "\"animals\": [ null,", "animal")]
    [InlineData("\"code\": \"code", "\"code\": \"secret", "'secret")]
    [InlineData("\"facts\": {", "\"facts\": null, \"tools\": {", "facts")]
    public void ReadWorld_DamagedWorld_SaysWhatIsWrong(string from, string to, string expected)
    {
        WorldFiles.WriteWorld(InFolder("world.json"), WorldTables.Generate(5, Worlds.Small));
        var content = File.ReadAllText(InFolder("world.json"));
        Assert.Contains(from, content, StringComparison.Ordinal);

        AssertRejected(content.Replace(from, to, StringComparison.Ordinal), expected);
    }

    private void AssertRejected(string content, string expected)
    {
        File.WriteAllText(InFolder("world.json"), content);

        var error = Assert.Throws<InvalidDataException>(() => WorldFiles.ReadWorld(InFolder("world.json")));

        Assert.StartsWith(InFolder("world.json") + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>Writes every file of the world; "name digest" of each.</summary>
    private string[] WriteAll(WorldTables world)
    {
        var documents = new DocumentWriter(world);
        var splits = WorldSplits.Of(world);
        WorldFiles.WriteWorld(InFolder("world.json"), world);
        RowFile.Write(InFolder("student.jsonl"), documents.StudentDocuments());
        RowFile.Write(InFolder("supervisor.jsonl"), documents.SupervisorDocuments());
        RowFile.Write(InFolder("questions-supervisor.jsonl"), splits.Supervisor.Select(question => question.Row));
        RowFile.Write(InFolder("questions-transfer.jsonl"), splits.Transfer.Select(question => question.Row));
        RowFile.Write(InFolder("questions-test.jsonl"), splits.Test.Select(question => question.Row));
        return
        [
            .. _folder.GetFiles()
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => $"{file.Name} {Digest(file.FullName)}"),
        ];
    }

    private static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
