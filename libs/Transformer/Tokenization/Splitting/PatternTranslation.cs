using System.Text.RegularExpressions;

namespace WeakToStrong.Transformer.Tokenization.Splitting;

/// <summary>
/// A pattern of Hugging Face tokenizers in .NET's syntax. Theirs are Oniguruma's, in Ruby's syntax, over characters:
/// ^ and $ mean lines, ++ is possessive, a class holds characters above U+FFFF. What would mean something else here is
/// refused. Groups capture nothing: only whole matches count.
/// </summary>
internal sealed class PatternTranslation
{
    private readonly PatternReader _reader;
    private readonly List<CharacterSet> _sets = [];

    // A set's text is known when all characters are that the sets tell apart.
    private readonly List<Func<StandIns, string>> _parts = [];
    private readonly Stack<(int Start, bool IgnoresCase)> _groups = [];
    private bool _ignoresCase;
    private int _branchStart;

    // Where the part begins that a quantifier would repeat; negative where there is none.
    private int _last = -1;

    private PatternTranslation(string pattern) => _reader = new PatternReader(pattern);

    /// <summary>The pattern, and the stand-ins of the text that it is for.</summary>
    /// <exception cref="ArgumentException">It is malformed, or has what is not supported.</exception>
    public static (string Pattern, StandIns StandIns) Of(string pattern)
    {
        var translation = new PatternTranslation(pattern);
        while (!translation._reader.IsAtEnd)
            translation.TranslateNext();
        if (translation._groups.Count > 0)
            throw new ArgumentException("a group is not closed");
        var standIns = new StandIns(translation._sets.SelectMany(set => set.Bounds));
        return (string.Concat(translation._parts.Select(part => part(standIns))), standIns);
    }

    private void TranslateNext()
    {
        if (_reader.TryQuantifier(out var quantifier, out var mode))
        {
            Repeat(quantifier, mode);
            return;
        }
        switch (_reader.Take())
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                Append("|");
                StartBranch();
                break;
            case '^':
                Append(@"(?:\A|(?<=\n)(?!\z))");
                break;
            case '$':
                Append(@"(?=\n|\z)");
                break;
            case '.':
                Append(".");
                break;
            case '[':
                Append(_reader.TakeClass());
                break;
            case '\\':
                AppendEscape();
                break;
            case var character:
                AppendCharacter(character);
                break;
        }
    }

    private void AppendCharacter(int character)
    {
        if (_ignoresCase || character > char.MaxValue)
            Append(new CharacterSet().Add(character));
        else
            Append(Regex.Escape($"{(char)character}"));
    }

    private void AppendEscape()
    {
        if (!_reader.TryAssertion(out var assertion))
            Append(_reader.TakeEscape());
        else if (assertion is 'b' or 'B')
            AppendBoundary(isOne: assertion == 'b');
        else
            Append($@"\{assertion}");
    }

    // Where one of the sides is of a word; elsewhere both are, or none.
    private void AppendBoundary(bool isOne)
    {
        var word = PatternReader.Word();
        _sets.Add(word);
        var (other, same) = isOne ? ('!', '=') : ('=', '!');
        Append(standIns => $"(?:(?<={word.Over(standIns)})(?{other}{word.Over(standIns)})"
            + $"|(?<!{word.Over(standIns)})(?{same}{word.Over(standIns)}))");
    }

    private void Append(CharacterSet set)
    {
        if (_ignoresCase && set.NamesAbove)
            throw new ArgumentException("it names characters above U+FFFF where case is ignored: not supported");
        if (_ignoresCase)
            set.AddLongS();
        _sets.Add(set);
        // Of a class that stands alone case counts always: \p{Lu} is upper case.
        var keepsCase = _ignoresCase && set.IsClass;
        Append(keepsCase ? standIns => $"(?-i:{set.Over(standIns)})" : set.Over);
    }

    private void Append(string text) => Append(_ => text);

    private void Append(Func<StandIns, string> part)
    {
        _last = _parts.Count;
        _parts.Add(part);
    }

    private void StartBranch() => (_last, _branchStart) = (-1, _parts.Count);

    private void Open()
    {
        var group = _reader.TakeGroup();
        if (group.Kind == GroupKind.Comment)
            return;
        if (group.Kind == GroupKind.Options && _branchStart < _parts.Count)
            throw new ArgumentException("it changes options within a branch: not supported");
        if (group.Kind == GroupKind.Content)
            _groups.Push((_parts.Count, _ignoresCase));
        _ignoresCase = group.IgnoresCase ?? _ignoresCase;
        Append(group.Opening);
        StartBranch();
    }

    private void Close()
    {
        if (!_groups.TryPop(out var group))
            throw new ArgumentException("it closes a group that is not open");
        Append(")");
        (_last, _ignoresCase) = group;
        _branchStart = -1;
    }

    private void Repeat(string quantifier, QuantifierMode mode)
    {
        if (_last < 0)
            throw new ArgumentException($"'{quantifier}' has nothing before it that it could repeat");
        if (mode == QuantifierMode.Possessive)
            _parts.Insert(_last, _ => "(?>");
        _parts.Add(_ => mode switch
        {
            QuantifierMode.Possessive => $"{quantifier})",
            QuantifierMode.Lazy => $"{quantifier}?",
            _ => quantifier
        });
        _last = -1;
    }
}
