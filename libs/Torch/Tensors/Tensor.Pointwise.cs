using WeakToStrong.Torch.Interop;

namespace WeakToStrong.Torch;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public Tensor abs() => Aten.abs.Call(this);

        public Tensor abs_() => Aten.abs_.Apply(this);

        public Tensor neg() => Aten.neg.Call(this);

        public Tensor negative() => Aten.neg.Call(this);

        public Tensor neg_() => Aten.neg_.Apply(this);

        public Tensor exp() => Aten.exp.Call(this);

        public Tensor exp_() => Aten.exp_.Apply(this);

        public Tensor expm1() => Aten.expm1.Call(this);

        public Tensor log() => Aten.log.Call(this);

        public Tensor log_() => Aten.log_.Apply(this);

        public Tensor log1p() => Aten.log1p.Call(this);

        public Tensor log2() => Aten.log2.Call(this);

        public Tensor sqrt() => Aten.sqrt.Call(this);

        public Tensor sqrt_() => Aten.sqrt_.Apply(this);

        public Tensor rsqrt() => Aten.rsqrt.Call(this);

        public Tensor rsqrt_() => Aten.rsqrt_.Apply(this);

        public Tensor square() => Aten.square.Call(this);

        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        public Tensor reciprocal_() => Aten.reciprocal_.Apply(this);

        public Tensor sin() => Aten.sin.Call(this);

        public Tensor cos() => Aten.cos.Call(this);

        public Tensor tanh() => Aten.tanh.Call(this);

        public Tensor sigmoid() => Aten.sigmoid.Call(this);

        public Tensor sigmoid_() => Aten.sigmoid_.Apply(this);

        public Tensor floor() => Aten.floor.Call(this);

        public Tensor ceil() => Aten.ceil.Call(this);

        public Tensor round() => Aten.round.Call(this);

        public Tensor trunc() => Aten.trunc.Call(this);

        public Tensor sign() => Aten.sign.Call(this);

        public Tensor erf() => Aten.erf.Call(this);

        public Tensor relu() => Aten.relu.Call(this);

        public Tensor relu_() => Aten.relu_.Apply(this);

        public Tensor silu() => Aten.silu.Call(this);

        public Tensor silu_() => Aten.silu_.Apply(this);

        public Tensor gelu() => Aten.gelu.Call(this);

        public Tensor softplus() => Aten.softplus.Call(this);

        public Tensor log_sigmoid() => Aten.log_sigmoid.Call(this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp_Tensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_.Apply(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.clamp__Tensor.Apply(this, min, max);

        public Tensor clamp_min(Scalar min) => Aten.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Aten.clamp_min_.Apply(this, min);

        public Tensor clamp_max(Scalar max) => Aten.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Aten.clamp_max_.Apply(this, max);

        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Aten.nan_to_num.Call(this, nan, posinf, neginf);

        /// <summary>This tensor where <paramref name="condition"/> is true, else <paramref name="y"/>.</summary>
        public Tensor where(Tensor condition, Tensor y) => Aten.where_self.Call(condition, this, y);
    }
}
