using System.Diagnostics;

namespace WeakToStrong.Experiments.Tests.Attestation;

/// <summary>The tool of the same name, which shares no code of ours.</summary>
internal static class OpenSsl
{
    /// <summary>Whether it finds that the key signed the data with SHA-256.</summary>
    public static bool Verifies(string publicKeyPath, string signaturePath, string dataPath) =>
        Run("dgst", "-sha256", "-verify", publicKeyPath, "-signature", signaturePath, dataPath)
            .Contains("Verified OK", StringComparison.Ordinal);

    public static string Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }
}
