using WeakToStrong.Experiments.Auditing;

namespace WeakToStrong.Tracker.Audits;

/// <summary>The audit of a random finished run that is made every night.</summary>
public sealed record AuditSchedule
{
    /// <summary>What is meant by no audits, where a level could stand.</summary>
    public const string None = "none";

    public const int DefaultHour = 2;

    /// <summary>How far it goes; null: there is none.</summary>
    public AuditLevel? Level { get; init; }

    /// <summary>Hour of the day, UTC, at which it begins.</summary>
    public int HourOfDay { get; init; } = DefaultHour;

    /// <summary>The levels as people write them, for "allowed: …".</summary>
    public static string AllowedLevels { get; } = $"{None}, {AuditWords.Levels}";

    /// <summary>Whether the word is a level, or <see cref="None"/>, which is null.</summary>
    public static bool TryParse(string word, out AuditLevel? level)
    {
        level = AuditWords.FindLevel(word);
        return level is not null || word == None;
    }

    /// <summary>Throws when a value cannot work, naming it and what is allowed.</summary>
    public void Validate()
    {
        if (HourOfDay is < 0 or > 23)
            throw new ArgumentException($"the hour of the day is 0 to 23, not {HourOfDay}");
    }
}
