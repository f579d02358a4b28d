using WeakToStrong.Contracts;
using WeakToStrong.Experiments.Steps;
using WeakToStrong.Tracker.Tests.Support;
using WeakToStrong.Workers;

namespace WeakToStrong.Tracker.Tests.Workers;

public sealed class WorkerPartsTests
{
    private const long Gibibyte = 1L << 30;

    [Theory]
    [InlineData(4, 16, new long[] { }, 4)] // As many as cores.
    [InlineData(16, 6, new long[] { }, 6)] // As many as fit into memory.
    [InlineData(4, 0, new long[] { }, 1)] // Always one.
    [InlineData(8, 64, new long[] { 24 }, 3)] // By the device's memory.
    [InlineData(4, 64, new long[] { 24, 24 }, 6)] // Devices together, whatever the cores.
    [InlineData(8, 64, new long[] { 4 }, 1)] // A small device takes one.
    [InlineData(8, 64, new long[] { 0 }, 1)] // And so does one of which nothing is known.
    [InlineData(8, 2, new long[] { 80 }, 2)] // The machine's memory counts all the same.
    [InlineData(4096, 1L << 20, new long[] { }, WorkerOptions.MaxSlots)]
    public void SlotCount_OfAMachine_IsWhatItHolds(int cores, long memory, long[] devices, int slots)
    {
        var machine = new MachineCapacity
        {
            Cores = cores,
            MemoryBytes = memory * Gibibyte,
            DeviceBytes = [.. devices.Select(device => device * Gibibyte)],
        };

        Assert.Equal(slots, machine.SlotCount);
    }

    [Theory]
    [InlineData(1, 2, new long[] { }, "1 core, 2 GiB of memory")]
    [InlineData(16, 128, new long[] { 78 }, "16 cores, 128 GiB of memory, 1 device with 78 GiB")]
    [InlineData(8, 64, new long[] { 24, 24 }, "8 cores, 64 GiB of memory, 2 devices with 48 GiB")]
    public void Describe_OfAMachine_IsWhatPeopleSay(int cores, long memory, long[] devices, string expected)
    {
        var machine = new MachineCapacity
        {
            Cores = cores,
            MemoryBytes = memory * Gibibyte,
            DeviceBytes = [.. devices.Select(device => device * Gibibyte)],
        };

        Assert.Equal(expected, machine.Describe());
    }

    [Fact]
    public void Describe_TheEndOfAStep_NamesOutputsAndDigestsOrTheReason()
    {
        var outputs = new Dictionary<string, string> { ["model"] = "b1", ["labels"] = "a2" };

        Assert.Equal("completed, labels a2, model b1", Messages.Describe(new RunnerCompleted(outputs, Reused: false)));
        Assert.Equal("reused, labels a2, model b1", Messages.Describe(new RunnerCompleted(outputs, Reused: true)));
        Assert.Equal("Error: broken", Messages.Describe(new RunnerFailed(FailureReason.Error, "broken")));
    }

    [Fact]
    public void OfThisProcess_Always_HasCoresAndMemory()
    {
        var machine = MachineCapacity.OfThisProcess([]);

        Assert.Equal(Environment.ProcessorCount, machine.Cores);
        Assert.InRange(machine.MemoryBytes, 1, 1L << 50);
    }

    [Theory]
    [InlineData("MemTotal: 24 kB|MemAvailable:   12 kB|Cached: 1 kB", 12 * 1024)]
    [InlineData("MemTotal: 24 kB", long.MaxValue)]
    public void FreeBytes_OfTheSystem_AreThoseAvailable(string lines, long bytes) =>
        Assert.Equal(bytes, MachineCapacity.FreeBytes(lines.Split('|')));

    [Theory]
    [InlineData("""{"libtorch":"1.13","cuda":false}""", new long[] { })]
    [InlineData("""{"cuda":false,"devices":[]}""", new long[] { })]
    [InlineData("""{"cuda":true}""", new long[] { 0 })]
    [InlineData("a library says hello\n{\"cuda\":false}\n", new long[] { })]
    [InlineData(
        """{"cuda":true,"devices":[{"name":"A","memoryBytes":8},{"name":"B","memoryBytes":9}]}""", new long[] { 8, 9 })]
    public void RunnerDevices_Answer_IsRead(string answer, long[] devices) =>
        Assert.Equal(devices, RunnerDevices.Read(answer));

    [Theory]
    [InlineData("")]
    [InlineData("a library says hello\n")]
    [InlineData("{\"cuda\"")]
    [InlineData("{\"libtorch\":\"1.13\"}")]
    [InlineData("{\"cuda\":\"yes\"}")]
    [InlineData("{\"cuda\":true,\"devices\":[{\"name\":\"A\"}]}")]
    public void RunnerDevices_AnswerOfSomethingElse_IsOfAnUnfitRunner(string answer) =>
        Assert.Throws<RunnerUnfitException>(() => RunnerDevices.Read(answer));

    [Fact]
    public void RunnerDevices_RunnerThatFails_SaysWhatTheRunnerSays()
    {
        var error = Assert.Throws<RunnerUnfitException>(() => RunnerDevices.Ask("/bin/false"));
        Assert.Equal("", error.Message);
        error = Assert.Throws<RunnerUnfitException>(() => RunnerDevices.Ask("/nonexistent/runner"));
        Assert.Contains("/nonexistent/runner cannot be started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FinishedAttempts_MoreThanItHolds_ForgetsTheOldest()
    {
        var finished = new FinishedAttempts(capacity: 2);
        var attempts = Enumerable.Range(0, 3).Select(_ => MassTransit.NewId.NextGuid()).ToArray();
        foreach (var attempt in attempts)
            finished.Add(attempt, attempt);

        Assert.Null(finished.Find(attempts[0]));
        Assert.Equal(attempts[1], finished.Find(attempts[1]));
        Assert.Equal(attempts[2], finished.Find(attempts[2]));
    }

    [Fact]
    public async Task SpecFolder_WhileItLives_IsPrivateAndThenGone()
    {
        string file;
        using (var folder = new SpecFolder())
        {
            file = await folder.WriteAsync(MassTransit.NewId.NextGuid(), "{}");
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                new DirectoryInfo(Path.GetDirectoryName(file)!).UnixFileMode);
            using var other = new SpecFolder();
            Assert.True(File.Exists(file));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public async Task SpecFolder_OfWorkersThatStartTogether_IsLeftAloneByTheOthers()
    {
        var starters = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var folder = new SpecFolder();
                await folder.WriteAsync(MassTransit.NewId.NextGuid(), "{}");
            }
        }));

        await Task.WhenAll(starters);
    }

    [Fact]
    public async Task SpecFolder_LeftByAKilledWorker_IsRemovedByTheNext()
    {
        var left = Directory.CreateTempSubdirectory("w2s-worker-").FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");

        using var folder = new SpecFolder();

        // Another that starts at the same time may be the one that removes it.
        await Eventually.TrueAsync(() => !Directory.Exists(left), "what was left is gone");
    }
}
