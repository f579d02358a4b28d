using WeakToStrong.Runner.Bench;

namespace WeakToStrong.Runner.Tests.Bench;

public sealed class PeerReplyTests
{
    [Fact]
    public void Measurement_OfATrainingRound_HoldsItsNumbers()
    {
        var reply = PeerReply.Parse("""{"tokens": 640, "seconds": 0.5, "cpuSeconds": 0.25, "loss": 6.25}""");

        Assert.Equal(new Measurement { Tokens = 640, Seconds = 0.5, CpuSeconds = 0.25 }, reply.Measurement());
        Assert.Equal(6.25, reply.Loss);
    }

    [Fact]
    public void Parse_OfAGenerationRound_HoldsItsSequences()
    {
        var reply = PeerReply.Parse("""{"tokens": 4, "seconds": 1, "cpuSeconds": 1, "sequences": [[1, 2], [3, 4]]}""");

        Assert.Equal([[1, 2], [3, 4]], reply.Sequences!);
    }

    [Theory]
    [InlineData("Traceback (most recent call last):")]
    [InlineData("null")]
    [InlineData("")]
    public void Parse_OfALineThatIsNoAnswer_Throws(string line) =>
        Assert.Throws<InvalidDataException>(() => PeerReply.Parse(line));

    [Theory]
    [InlineData("""{"torch": "1.13.0"}""")]
    [InlineData("""{"tokens": 640, "seconds": 0, "cpuSeconds": 0.25}""")]
    [InlineData("""{"tokens": 640, "seconds": 0.5}""")]
    public void Measurement_OfAnAnswerThatMeasuresNothing_Throws(string line) =>
        Assert.Throws<InvalidDataException>(() => PeerReply.Parse(line).Measurement());
}
