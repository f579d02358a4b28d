namespace WeakToStrong.Torch;

public static partial class torch
{
    /// <summary>One index between the brackets of <c>tensor[…]</c>.</summary>
    public readonly struct TensorIndex
    {
        private readonly Kind _kind;
        private readonly long? _start;
        private readonly long? _stop;
        private readonly long? _step;

        private TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            _kind = kind;
            _start = start;
            _stop = stop;
            _step = step;
            IndexTensor = tensor;
        }

        private enum Kind
        {
            Slice,
            Single,
            Tensor,
            NewAxis,
            Ellipsis,
        }

        /// <summary>All of one axis.</summary>
        public static TensorIndex Colon => Slice();

        /// <summary>All axes that the other indices leave.</summary>
        public static TensorIndex Ellipsis => new(Kind.Ellipsis);

        /// <summary>A new axis of length 1.</summary>
        public static TensorIndex None => new(Kind.NewAxis);

        /// <summary>A new axis of length 1.</summary>
        public static TensorIndex Null => None;

        internal Tensor? IndexTensor { get; }

        internal bool IsEllipsis => _kind == Kind.Ellipsis;

        internal long AxesConsumed => _kind switch
        {
            Kind.NewAxis or Kind.Ellipsis => 0,
            Kind.Tensor when IndexTensor!.dtype is ScalarType.Bool or ScalarType.Byte => IndexTensor.ndim,
            _ => 1,
        };

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) => Slice(Bound(range.Start), Bound(range.End));

        public static TensorIndex Single(long? index) => new(Kind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(Kind.Tensor, tensor: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>Applies this index to axis <paramref name="dim"/>, which moves past what it dealt with.</summary>
        internal Tensor Apply(Tensor view, ref long dim, long ellipsisAxes)
        {
            var axis = dim;
            dim += _kind switch
            {
                Kind.Single => 0,
                Kind.Tensor => AxesConsumed,
                Kind.Ellipsis => ellipsisAxes,
                _ => 1,
            };
            return _kind switch
            {
                Kind.Single => view.select(axis, _start ?? throw new ArgumentException("an index without a value")),
                Kind.NewAxis => view.unsqueeze(axis),
                Kind.Slice when _start is not null || _stop is not null || _step is not null =>
                    Interop.Aten.slice_Tensor.Call(view, axis, _start, _stop, _step ?? 1),
                _ => view,
            };
        }

        private static long? Bound(Index index) =>
            !index.IsFromEnd ? index.Value : index.Value == 0 ? null : -index.Value;
    }
}
