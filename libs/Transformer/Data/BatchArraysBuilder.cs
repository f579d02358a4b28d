namespace WeakToStrong.Transformer.Data;

/// <summary>Fills the arrays of one batch, sample by sample.</summary>
internal sealed class BatchArraysBuilder
{
    private readonly IReadOnlyList<TokenSample> _samples;
    private readonly TokenLayout _layout;
    private readonly int _paddingId;
    private readonly int _width;
    private readonly long[] _tokens;
    private readonly long[] _positions;
    private readonly long[] _packedToPadded;
    private readonly long[] _paddedToPacked;
    private readonly long[] _rowStart;
    private readonly List<long> _targetIndex = [];
    private readonly List<long> _targets = [];
    private readonly List<long> _targetRow = [];
    private int _row;

    public BatchArraysBuilder(IReadOnlyList<TokenSample> samples, TokenLayout layout, int paddingId)
    {
        _samples = samples;
        _layout = layout;
        _paddingId = paddingId;
        _width = samples.Max(sample => sample.Length);
        var places = checked(samples.Count * _width);
        var rows = layout == TokenLayout.Packed ? samples.Sum(sample => sample.Length) : places;
        _tokens = new long[rows];
        _positions = new long[rows];
        _packedToPadded = new long[rows];
        _paddedToPacked = new long[places];
        _rowStart = new long[samples.Count];
        _paddedToPacked.AsSpan().Fill(rows);
    }

    public BatchArrays Build()
    {
        for (var index = 0; index < _samples.Count; index++)
            Add(_samples[index], index);
        var lengths = _samples.Select(sample => (long)sample.Length).ToArray();
        return new BatchArrays
        {
            SampleCount = _samples.Count,
            MaximumLength = _width,
            Layout = _layout,
            Tokens = _tokens,
            Positions = _positions,
            RowStart = _rowStart,
            Lengths = lengths,
            PackedToPadded = _packedToPadded,
            PaddedToPacked = _paddedToPacked,
            TargetIndex = [.. _targetIndex],
            Targets = [.. _targets],
            TargetRow = [.. _targetRow],
            LastIndex = [.. _rowStart.Zip(lengths, (start, length) => start + length - 1)]
        };
    }

    private void Add(TokenSample sample, int index)
    {
        _rowStart[index] = _row;
        AddTargets(sample, index);
        var kept = _layout == TokenLayout.Packed ? sample.Length : _width;
        for (var position = 0; position < kept; position++)
        {
            var token = position < sample.Length ? sample.Tokens[position] : _paddingId;
            AddRow(token, position, place: index * _width + position);
        }
    }

    private void AddRow(int token, int position, int place)
    {
        _tokens[_row] = token;
        _positions[_row] = position;
        _packedToPadded[_row] = place;
        _paddedToPacked[place] = _row;
        _row++;
    }

    private void AddTargets(TokenSample sample, int index)
    {
        for (var position = 1; position < sample.Length; position++)
        {
            if (!sample.TargetMask[position])
                continue;
            _targetIndex.Add(_row + position - 1);
            _targets.Add(sample.Tokens[position]);
            _targetRow.Add(index);
        }
    }
}
