using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>As Python's <c>tensor[i, a:b, :, ids]</c>. Without tensors in it, a view.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = Slices(indices);
            if (tensors is null) return view;
            using (view) return Aten.index_Tensor.Call(view, Argument.OptionalTensors(tensors));
        }

        public Tensor index(params Tensor[] indices) => Aten.index_Tensor.Call(this, Argument.OptionalTensors(indices));

        /// <summary>Overwrites what the indices name with <paramref name="value"/>, broadcast.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var (view, tensors) = Slices(indices);
            using (view)
            {
                if (tensors is null) view.copy_(value);
                else Aten.index_put_.Apply(view, Argument.OptionalTensors(tensors), value);
            }
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            Aten.index_put_.Apply(this, Argument.OptionalTensors(indices), value);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = full([], value, dtype, device);
            return index_put_(filled, indices);
        }

        public Tensor index_select(long dim, Tensor index) => Aten.index_select.Call(this, dim, index);

        public Tensor select(long dim, long index) => Aten.select_int.Call(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.index_add.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Aten.index_add_.Apply(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) =>
            Aten.index_copy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Aten.index_copy_.Apply(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Aten.index_fill_int_Scalar.Call(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Aten.index_fill__int_Scalar.Apply(this, dim, index, value);

        public Tensor gather(long dim, Tensor index) => Aten.gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Aten.scatter_src.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Aten.scatter__src.Apply(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Aten.scatter_add.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Aten.scatter_add_.Apply(this, dim, index, src);

        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.masked_fill_Scalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Aten.masked_fill__Scalar.Apply(this, mask, value);

        public Tensor masked_select(Tensor mask) => Aten.masked_select.Call(this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => Aten.masked_scatter.Call(this, mask, value);

        public Tensor take(Tensor index) => Aten.take.Call(this, index);

        public Tensor take_along_dim(Tensor indices, long dim) => Aten.take_along_dim.Call(this, indices, dim);

        public Tensor nonzero() => Aten.nonzero.Call(this);

        // All that is no tensor becomes a view; the tensors are left for aten::index, null where an axis has none.
        private (Tensor View, Tensor?[]? Tensors) Slices(TensorIndex[] indices)
        {
            var view = alias();
            var tensors = new List<Tensor?>();
            var dim = 0L;
            foreach (var index in indices)
            {
                var before = dim;
                var next = index.Apply(view, ref dim, AxesAfterEllipsis(view, indices, dim));
                if (!ReferenceEquals(next, view)) view.Dispose();
                view = next;
                if (index.IndexTensor is { } tensor) tensors.Add(tensor);
                else for (var axis = before; axis < dim; axis++) tensors.Add(null);
            }
            return (view, tensors.Exists(tensor => tensor is not null) ? [.. tensors] : null);
        }

        // How many axes an ellipsis stands for, when `dim` of them are dealt with.
        private static long AxesAfterEllipsis(Tensor view, TensorIndex[] indices, long dim) =>
            view.ndim - dim - indices.SkipWhile(index => !index.IsEllipsis).Sum(index => index.AxesConsumed);
    }
}
