namespace WeakToStrong.Experiments.Search;

/// <summary>What a field is compared with.</summary>
public abstract record SearchValue;

/// <summary>A number.</summary>
public sealed record NumberValue(double Number) : SearchValue;

/// <summary>A text as it was written.</summary>
public sealed record TextValue(string Text) : SearchValue
{
    /// <summary>As it is compared.</summary>
    public string Folded => OptionFact.Folded(Text);
}

/// <summary>A length of time.</summary>
public sealed record DurationValue(TimeSpan Duration) : SearchValue;

/// <summary>A stretch of time: a day, a minute, the present instant.</summary>
public abstract record TimeValue : SearchValue
{
    /// <summary>Its first millisecond and the first one after it, counted from 1970 in UTC.</summary>
    public abstract (long Start, long End) Bounds(DateTimeOffset now);
}

/// <summary>A calendar month, day, minute or second in UTC.</summary>
public sealed record DateValue(DateTimeOffset Start, DatePrecision Precision) : TimeValue
{
    public override (long Start, long End) Bounds(DateTimeOffset now) =>
        (Start.ToUnixTimeMilliseconds(), End.ToUnixTimeMilliseconds());

    private DateTimeOffset End => Precision switch
    {
        DatePrecision.Month => Start.AddMonths(1),
        DatePrecision.Day => Start.AddDays(1),
        DatePrecision.Minute => Start.AddMinutes(1),
        _ => Start.AddSeconds(1),
    };
}

/// <summary>How long the stretch is that a date stands for.</summary>
public enum DatePrecision
{
    Month,
    Day,
    Minute,
    Second,
}

/// <summary><c>now</c> or <c>today</c>, moved: read anew each time the search is run.</summary>
/// <param name="IsDay">The whole day instead of the instant.</param>
/// <param name="Offset">Added; negative for the past.</param>
public sealed record RelativeTime(bool IsDay, TimeSpan Offset) : TimeValue
{
    private const long Day = 86_400_000;

    public override (long Start, long End) Bounds(DateTimeOffset now)
    {
        var instant = now.ToUnixTimeMilliseconds();
        var start = (IsDay ? instant - instant % Day : instant) + (long)Offset.TotalMilliseconds;
        return (start, start + (IsDay ? Day : 1));
    }
}
