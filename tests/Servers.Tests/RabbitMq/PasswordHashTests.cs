using WeakToStrong.Servers.RabbitMq;

namespace WeakToStrong.Servers.Tests.RabbitMq;

public sealed class PasswordHashTests
{
    /// <summary>The example of RabbitMQ's documentation of its credentials.</summary>
    [Fact]
    public void Of_ExampleOfTheDocumentation_IsItsHash() =>
        Assert.Equal(
            "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR",
            PasswordHash.Of("test12", [0x90, 0x8d, 0xc6, 0x0a]));
}
