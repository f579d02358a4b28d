using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace WeakToStrong.Tracker.Runs;

/// <summary>
/// The last run of a page, from which the next one goes on: runs that are launched or removed meanwhile move nothing.
/// </summary>
internal sealed record RunCursor(DateTimeOffset CreatedAt, Guid Id)
{
    /// <summary>A word for URLs; what is in it is nobody's business but ours.</summary>
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.ToUnixTimeMilliseconds()}/{Id:N}")));

    /// <summary>Null when the word is none of ours.</summary>
    public static RunCursor? Decode(string word)
    {
        const int longest = 100;
        if (word.Length > longest || !Base64Url.IsValid(word))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('/');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? new RunCursor(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
            : null;
    }
}
