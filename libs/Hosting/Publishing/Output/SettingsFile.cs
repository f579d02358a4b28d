using WeakToStrong.Hosting.Publishing.Model;

namespace WeakToStrong.Hosting.Publishing.Output;

/// <summary>
/// What manifests refer to and do not hold: one NAME=VALUE a line. Values are the operator's: the file is made once,
/// with new passwords, and later only gets what it lacks.
/// </summary>
internal static class SettingsFile
{
    /// <summary>The folder of the sources.</summary>
    public const string SourceVariable = "W2S_SOURCE";

    /// <summary>What an operator reads who has not set a variable.</summary>
    public const string Advice = "set it in .env";

    private static readonly string[] Comment =
    [
        "Settings of this installation, for its operator alone. Never commit this file.",
        "Letters and digits need no quoting; others would have to be escaped where a setting is part of a URL.",
        "Servers keep the password of their first start: change it there as well.",
    ];

    /// <param name="existing">The file's text, or null.</param>
    /// <param name="fixedLines">Names and values that are no secrets.</param>
    public static string Complete(
        string? existing,
        IEnumerable<PublishedSetting> settings,
        params IEnumerable<(string Name, string Value)> fixedLines)
    {
        var text = existing ?? string.Concat(Comment.Select(line => $"# {line}\n"));
        var known = text.Split('\n').Select(line => line.Split('=')[0].Trim()).ToHashSet(StringComparer.Ordinal);
        var lines = fixedLines.Concat(settings.Select(setting => (setting.Name, Value: setting.Generate() ?? "")));
        foreach (var (name, value) in lines.Where(line => !known.Contains(line.Name)))
            text = $"{Ended(text)}{name}={value}\n";
        return text;
    }

    /// <summary>Editors may leave a last line without its end.</summary>
    private static string Ended(string text) => text is "" or [.., '\n'] ? text : text + '\n';
}
