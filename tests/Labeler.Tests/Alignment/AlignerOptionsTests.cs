using Microsoft.Extensions.Configuration;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.ServiceDefaults;

namespace WeakToStrong.Labeler.Tests.Alignment;

/// <summary>An Aligner as the labeler's settings have it.</summary>
public sealed class AlignerOptionsTests
{
    private const string Upstream = "http://localhost:8000/v1";

    [Fact]
    public void Find_WithoutAModel_IsNull() => Assert.Null(Find(("Aligner:Upstream", Upstream)));

    [Fact]
    public void Find_OfSettings_TakesThemAndLeavesTheRest()
    {
        var options = Find(
            ("Aligner:Model", "/models/aligner"), ("Aligner:Upstream", Upstream), ("Aligner:Retries", "0"),
            ("Aligner:TimeoutSeconds", "9"), ("Worker:RunnerPath", "/opt/w2s-runner"),
            ("Aligner:Adapter", "/models/lora"), ("Aligner:Dtype", "bfloat16"), ("Aligner:Device", ""))!;

        Assert.Equal(("/models/aligner", "/models/lora"), (options.Model, options.Adapter));
        Assert.Equal(("bfloat16", (string?)null), (options.Dtype, options.Device));
        Assert.Equal($"{Upstream}/", options.Upstream.Address.AbsoluteUri);
        Assert.Equal(0, options.Upstream.Retries);
        Assert.Equal(TimeSpan.FromSeconds(9), options.RequestTimeout);
        Assert.Equal("/opt/w2s-runner", options.RunnerPath);
        Assert.Equal(1024, options.MaxTokens);
        Assert.Null(options.Token);
    }

    [Theory]
    [InlineData("Aligner:Upstream", "localhost", "Aligner__Upstream is 'localhost'; allowed is an address")]
    [InlineData("Aligner:MaxTokens", "0", "Aligner:MaxTokens is '0'; allowed is 1 to 65536")]
    public void Find_OfAWrongSetting_NamesIt(string key, string value, string message)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Aligner:Model"] = "/models/aligner", ["Aligner:Upstream"] = Upstream, [key] = value,
        };

        var error = Assert.Throws<InvalidSettingException>(() => Find([.. settings.Select(s => (s.Key, s.Value))]));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static AlignerOptions? Find(params (string Key, string? Value)[] settings) =>
        AlignerOptions.Find(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build());
}
