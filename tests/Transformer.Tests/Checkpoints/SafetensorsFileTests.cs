using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using WeakToStrong.Transformer.Checkpoints;

namespace WeakToStrong.Transformer.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_ValidFile_GivesEntriesAndBytes()
    {
        var path = Write("""
            {"__metadata__":{"format":"pt"},
             "b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},
             "a":{"dtype":"I16","shape":[2,1],"data_offsets":[0,4]}}
            """, [1, 0, 2, 0, 7, 9]);

        using var file = SafetensorsFile.Open(path);

        Assert.Equal(["a", "b"], file.Entries.Select(entry => entry.Name));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(SafetensorsType.I16, file.Get("a").Type);
        Assert.Equal([2, 1], file.Get("a").Shape);
        Assert.Equal([7, 9], Read(file, "b"));
        var one = new byte[1];
        file.Read(file.Get("b"), one, from: 1);
        Assert.Equal([9], one);
    }

    [Fact]
    public void Address_OfTensor_PointsAtItsBytes()
    {
        var path = Write("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", [5, 6, 7]);

        using var file = SafetensorsFile.Open(path);

        var bytes = new byte[3];
        Marshal.Copy(file.Address(file.Get("a")), bytes, 0, 3);
        Assert.Equal([5, 6, 7], bytes);
    }

    [Fact]
    public void Dispose_WhileMappingIsReferenced_KeepsBytes()
    {
        var path = Write("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", [5, 6, 7]);
        var file = SafetensorsFile.Open(path);
        var mapping = file.Mapping;
        var address = file.Address(file.Get("a"));
        var held = false;
        mapping.DangerousAddRef(ref held);

        file.Dispose();

        Assert.Equal(6, Marshal.ReadByte(address, 1));
        mapping.DangerousRelease();
        Assert.Throws<ObjectDisposedException>(() => file.Address(file.Get("a")));
    }

    [Fact]
    public void Open_ScalarAndEmptyTensors_Accepted()
    {
        var path = Write("""
            {"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
             "e":{"dtype":"F32","shape":[0,9223372036854775807,9],"data_offsets":[4,4]}}
            """, new byte[4]);

        using var file = SafetensorsFile.Open(path);

        Assert.Equal(4, file.Get("s").Length);
        Assert.Equal(0, file.Get("e").Length);
    }

    [Fact]
    public void Get_UnknownName_NamesFileAndTensor()
    {
        using var file = SafetensorsFile.Open(Write("{}", []));

        var error = Assert.Throws<CheckpointException>(() => file.Get("lm_head.weight"));

        Assert.EndsWith("model.safetensors: has no tensor 'lm_head.weight'", error.Message);
        Assert.Null(file.Find("lm_head.weight"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes, its offsets span 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", 4, "truncated?")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 6, "2 bytes after the last tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""", 4, "data_offsets' must be two numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0]}}""", 4, "data_offsets' must be two numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""", 4, "expected whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4, "expected whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0.5],"data_offsets":[0,4]}}""", 4, "expected whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F4","shape":[4],"data_offsets":[0,4]}}""", 4, "'a.dtype' is 'F4'")]
    [InlineData("""{"a":{"shape":[4],"data_offsets":[0,4]}}""", 4, "'a.dtype' is missing")]
    [InlineData("""{"a":7}""", 4, "field 'a' is 7; expected an object")]
    [InlineData("""{"__metadata__":{"n":1}}""", 0, "'__metadata__.n' is 1; expected a string")]
    [InlineData("[4]  ", 0, "does not begin with '{'")]
    [InlineData("{]", 0, "not valid JSON")]
    public void Open_WrongHeader_SaysWhat(string header, int dataBytes, string expected)
    {
        var path = Write(header, new byte[dataBytes]);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.StartsWith($"{path}: ", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Open_ShapeOverflowing_SaysSo()
    {
        var path = Write("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", []);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.Contains("needs more bytes than can be addressed", error.Message);
    }

    [Fact]
    public void Open_OverlappingTensors_NamesThem()
    {
        var path = Write("""
            {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}
            """, new byte[6]);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.Contains("tensor 'b' overlaps", error.Message);
    }

    [Fact]
    public void Open_HoleBetweenTensors_NamesIt()
    {
        var path = Write("""
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}
            """, new byte[6]);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.Contains("2 bytes before tensor 'b' belong to none", error.Message);
    }

    [Fact]
    public void Open_DuplicateName_Refused()
    {
        var path = Write("""
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}
            """, new byte[4]);

        Assert.Contains("not valid JSON", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path)).Message);
    }

    [Theory]
    [InlineData(0UL, 2, "claims a header of 0 bytes: too short")]
    [InlineData(100UL, 2, "claims a header of 100 bytes but only 2 follow")]
    [InlineData(100_000_001UL, 2, "claims a header of 100000001 bytes; the limit is 100000000")]
    [InlineData(ulong.MaxValue, 2, "claims a header of 18446744073709551615 bytes; the limit is 100000000")]
    public void Open_HeaderLengthThatLies_SaysWhat(ulong claimed, int following, string expected)
    {
        var path = _folder.File("model.safetensors");
        var bytes = new byte[8 + following];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        File.WriteAllBytes(path, bytes);

        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Open_FileTooShort_SaysSo(int length)
    {
        var path = _folder.File("model.safetensors");
        File.WriteAllBytes(path, new byte[length]);

        var error = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));

        Assert.Contains($"has {length} bytes: too short", error.Message);
    }

    [Fact]
    public void Open_MissingFile_SaysSo() =>
        Assert.Contains("no such file", Assert.Throws<CheckpointException>(
            () => SafetensorsFile.Open(_folder.File("none.safetensors"))).Message);

    private static byte[] Read(SafetensorsFile file, string name)
    {
        var bytes = new byte[file.Get(name).Length];
        file.Read(file.Get(name), bytes);
        return bytes;
    }

    private string Write(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        var path = _folder.File("model.safetensors");
        File.WriteAllBytes(path, [.. length, .. json, .. data]);
        return path;
    }
}
