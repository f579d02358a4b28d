using System.Globalization;
using WeakToStrong.Experiments.Store;

namespace WeakToStrong.Experiments.Tests.Store;

public sealed class AttemptLogsTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string Key = new('a', 64);

    private readonly TempFolder _folder = new();
    private readonly AttemptLogs _logs;

    public AttemptLogsTests() => _logs = new AttemptLogs(_folder.Path);

    [Fact]
    public void Write_Lines_AreThereAtOnceWithTheirTimes()
    {
        using var log = _logs.Open(Key, 1);

        log.Write(At, "started\non two lines");

        var part = _logs.Read(Key, 1, 0, 1000)!;
        Assert.Equal("2026-01-02T03:04:05.000Z  started on two lines\n", part.Text);
        Assert.Equal((part.End, part.End), (part.Next, (long)part.Text.Length));
    }

    [Fact]
    public void Read_FromWhereItEnded_IsWhatCameSince()
    {
        using var log = _logs.Open(Key, 1);
        log.Write(At, "first");
        var first = _logs.Read(Key, 1, 0, 1000)!;

        Assert.Equal("", _logs.Read(Key, 1, first.Next, 1000)!.Text);
        log.Write(At, "second");

        Assert.EndsWith("  second\n", _logs.Read(Key, 1, first.Next, 1000)!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InSmallParts_IsWholeLinesAndAllOfThem()
    {
        using (var log = _logs.Open(Key, 1))
            for (var i = 0; i < 40_000; i++)
                log.Write(At, $"line {i:00000}");

        var (text, place) = ("", 0L);
        for (AttemptLogPart part; (part = _logs.Read(Key, 1, place, 200_000)!).Text.Length > 0; place = part.Next)
        {
            Assert.EndsWith("\n", part.Text, StringComparison.Ordinal);
            text += part.Text;
        }

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("line 00000", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("line 39999", lines[^1], StringComparison.Ordinal);
        var dropped = Assert.Single(lines, line => line.StartsWith("… ", StringComparison.Ordinal));
        Assert.Contains("bytes were dropped here", dropped, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithoutEnd_KeepsBeginningAndEndWithinTheLimit()
    {
        using (var log = _logs.Open(Key, 1))
            for (var i = 0; i < 300; i++)
                log.Write(At, $"{i} {new string('x', 20_000)}");

        var files = new DirectoryInfo(Path.Combine(_folder.Path, "logs", Key, "1")).GetFiles();
        Assert.InRange(files.Sum(file => file.Length), AttemptLogs.MaxBytes / 2, AttemptLogs.MaxBytes);
        Assert.Contains("  0 xxx", _logs.Read(Key, 1, 0, 1000 * 20)!.Text, StringComparison.Ordinal);
        Assert.Contains("  299 xxx", _logs.ReadEnd(Key, 1, 30_000)!.Text, StringComparison.Ordinal);
        // More than is read at once is still the end.
        Assert.Contains("  299 xxx", _logs.ReadEnd(Key, 1, AttemptLogs.MaxBytes)!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadEnd_InTheMiddleOfALine_BeginsWithTheNext()
    {
        using (var log = _logs.Open(Key, 1))
            for (var i = 0; i < 10; i++)
                log.Write(At, string.Create(CultureInfo.InvariantCulture, $"line {i}"));

        var end = _logs.ReadEnd(Key, 1, 50)!;

        Assert.Equal("2026-01-02T03:04:05.000Z  line 9\n", end.Text);
        Assert.Equal(end.End, end.Next);
    }

    [Fact]
    public void Open_AgainAfterACrash_GoesOn()
    {
        using (var log = _logs.Open(Key, 1))
            log.Write(At, "before");
        using (var log = _logs.Open(Key, 1))
            log.Write(At, "after");

        var lines = _logs.Read(Key, 1, 0, 1000)!.Text.Split('\n');
        Assert.EndsWith("before", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("after", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_AnAttemptOrAStep_LeavesTheOthers()
    {
        foreach (var number in new[] { 1, 2 })
        {
            using var log = _logs.Open(Key, number);
            log.Write(At, "a line");
        }

        _logs.Remove(Key, 1);
        Assert.Null(_logs.Read(Key, 1, 0, 100));
        Assert.NotNull(_logs.Read(Key, 2, 0, 100));

        _logs.Remove(Key);
        Assert.Empty(_logs.StepKeys());
        _logs.Remove(Key);
    }

    [Fact]
    public void Read_OfAKeyThatIsNone_Throws() =>
        Assert.Throws<ArgumentException>(() => _logs.Read("../../etc", 1, 0, 100));

    public void Dispose() => _folder.Dispose();
}
