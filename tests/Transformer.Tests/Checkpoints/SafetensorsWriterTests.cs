using System.Runtime.InteropServices;
using System.Text;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Tensors_LaysThemOutAsTheReferenceDoes()
    {
        SafetensorsWriter.Write(Target,
        [
            Source("b", SafetensorsType.U8, [1], [1]),
            Source("z", SafetensorsType.F32, [1], [2, 2, 2, 2]),
            Source("a", SafetensorsType.BF16, [1, 2], [3, 3, 3, 3]),
            Source("A", SafetensorsType.F32, [], [4, 4, 4, 4])
        ]);

        // Alignment descending, then name by ordinal; padded with spaces to a multiple of 8.
        const string header = """
            {"__metadata__":{"format":"pt"},
            "A":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
            "z":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},
            "a":{"dtype":"BF16","shape":[1,2],"data_offsets":[8,12]},
            "b":{"dtype":"U8","shape":[1],"data_offsets":[12,13]}}
            """;
        var bytes = File.ReadAllBytes(Target);
        var length = (int)BitConverter.ToUInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(header.ReplaceLineEndings(""), Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([4, 4, 4, 4, 2, 2, 2, 2, 3, 3, 3, 3, 1], bytes[(8 + length)..]);
    }

    [Fact]
    public void Write_AnyOrderOfTensors_SameBytes()
    {
        SafetensorsSource[] tensors =
            [Source("a", SafetensorsType.U8, [1], [1]), Source("ä", SafetensorsType.I64, [1], new byte[8])];
        SafetensorsWriter.Write(Target, tensors);
        SafetensorsWriter.Write(_folder.File("other"), tensors.Reverse());

        Assert.Equal(File.ReadAllBytes(Target), File.ReadAllBytes(_folder.File("other")));
    }

    [Fact]
    public void Write_ThenOpen_GivesTheSame()
    {
        SafetensorsType[] types = Enum.GetValues<SafetensorsType>();
        SafetensorsWriter.Write(Target,
            types.Select(type => Source($"\"{type}\" ü", type, [2, 3], Bytes(6 * type.Size()))),
            new Dictionary<string, string> { ["epoch"] = "3" });

        using var file = SafetensorsFile.Open(Target);

        Assert.Equal("3", file.Metadata["epoch"]);
        foreach (var type in types)
        {
            var entry = file.Get($"\"{type}\" ü");
            var bytes = new byte[entry.Length];
            file.Read(entry, bytes);
            Assert.Equal(type, entry.Type);
            Assert.Equal([2, 3], entry.Shape);
            Assert.Equal(Bytes(6 * type.Size()), bytes);
            Assert.Equal(0, file.Address(entry) % type.Size());
        }
    }

    [Fact]
    public void Write_FromAddress_CopiesTheMemory()
    {
        var values = new float[] { 1, -2, 3.5f };
        var pinned = GCHandle.Alloc(values, GCHandleType.Pinned);
        SafetensorsWriter.Write(Target,
            [SafetensorsSource.FromAddress("w", SafetensorsType.F32, [3], pinned.AddrOfPinnedObject())]);
        pinned.Free();

        using var file = SafetensorsFile.Open(Target);
        var bytes = new byte[12];
        file.Read(file.Get("w"), bytes);
        Assert.Equal(values, Enumerable.Range(0, 3).Select(i => BitConverter.ToSingle(bytes, 4 * i)));
    }

    [Fact]
    public void Write_TooFewBytes_ThrowsAndLeavesOldFile()
    {
        SafetensorsWriter.Write(Target, [Source("a", SafetensorsType.U8, [1], [1])]);
        var before = File.ReadAllBytes(Target);

        Assert.Throws<InvalidOperationException>(
            () => SafetensorsWriter.Write(Target, [Source("a", SafetensorsType.F32, [2], new byte[7])]));

        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("__metadata__")]
    public void Write_NameTaken_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(
            Target, [Source("a", SafetensorsType.U8, [1], [1]), Source(name, SafetensorsType.U8, [1], [1])]));

    private static SafetensorsSource Source(string name, SafetensorsType type, long[] shape, byte[] bytes) =>
        SafetensorsSource.FromMemory(name, type, shape, bytes);

    private static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(value => (byte)value)];
}
