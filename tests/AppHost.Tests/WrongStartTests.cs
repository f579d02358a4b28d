using WeakToStrong.AppHost.Tests.Support;

namespace WeakToStrong.AppHost.Tests;

/// <summary>What keeps a host from starting is one line and an exit code, and nothing is started.</summary>
public sealed class WrongStartTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    private readonly HostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bind_ToOtherMachinesWithoutToken_IsRefused()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["Parameters__token"] = "" };

        await AssertRefusedAsync(
            environment, 2, "--bind is 0.0.0.0, which other machines reach", "--bind", "0.0.0.0");
    }

    [Fact]
    public Task Bind_ToAnAddressOfAnotherMachine_IsRefused() =>
        AssertRefusedAsync(
            Nothing, 2, "--bind is 192.0.2.1, which is no address of this machine", "--bind", "192.0.2.1");

    [Fact]
    public Task DataRoot_ThatIsNotThere_IsRefused() =>
        AssertRefusedAsync(Nothing, 2, "--data-root is '/does/not/exist'", "--data-root", "/does/not/exist");

    [Fact]
    public Task Option_OfTheCommandLineThatCannotWork_IsRefused() =>
        AssertRefusedAsync(Nothing, 2, "--trainers is '0'; allowed is 1 to 64", "--trainers", "0");

    private async Task AssertRefusedAsync(
        Dictionary<string, string> environment, int code, string text, params string[] arguments)
    {
        using var up = UpProcess.Start(_folder, environment, arguments);

        Assert.Equal(code, await up.ExitAsync(TimeSpan.FromMinutes(1)));
        Assert.StartsWith("w2s: ", up.Error, StringComparison.Ordinal);
        Assert.Contains(text, up.Error, StringComparison.Ordinal);
        Assert.Equal("", up.Output);
        Assert.Empty(ProcessTree.Of(_folder));
    }
}
