using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using WeakToStrong.Hosting.Publishing.Model;
using WeakToStrong.Hosting.Tests.Support;

namespace WeakToStrong.Hosting.Tests.Publishing.Model;

public sealed class ValueReaderTests : IDisposable
{
    private readonly TestApplication _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Read_OfAnExpression_ResolvesItDownToTextsAndSettings()
    {
        var builder = _test.ToPublish();
        var password = builder.AddParameter("db-password", secret: true);
        var container = builder.AddContainer("cache", "redis", "8.2").WithEndpoint(6380, 6379, "tcp", "tcp");
        var endpoint = container.GetEndpoint("tcp");
        var inner = ReferenceExpression.Create($"{password}@{endpoint.Property(EndpointProperty.HostAndPort)}");

        var value = ValueReader.Read(ReferenceExpression.Create($"{{a}} tcp://me:{inner}/{endpoint}"));

        Assert.Equal(
            "{a} tcp://me:<W2S_DB_PASSWORD>@cache:6379/tcp://cache:6379",
            value.Text(text => text, setting => $"<{setting.Name}>"));
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(1.5, "1.5")]
    [InlineData(8080, "8080")]
    public void Read_OfAPlainValue_IsItsInvariantText(object value, string expected) =>
        Assert.Equal(PublishedValue.Of(expected).Parts, ValueReader.Read(value).Parts);

    [Fact]
    public void Read_OfSomethingUnknown_SaysItsType()
    {
        var refused = Assert.Throws<NotSupportedException>(() => ValueReader.Read(new object()));

        Assert.Contains("Object", refused.Message, StringComparison.Ordinal);
    }
}
