using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Transformer.Models;

/// <summary>A linear map from hidden states to one number each.</summary>
public sealed class ScalarHead
{
    internal ScalarHead(ParameterBuffer parameters, ScalarHeadSpec spec)
    {
        Spec = spec;
        Weight = parameters[spec.WeightName];
        Bias = parameters[spec.BiasName];
    }

    /// <summary>Its name and how it started.</summary>
    public ScalarHeadSpec Spec { get; }

    /// <summary>[1, C].</summary>
    public Parameter Weight { get; }

    /// <summary>[1].</summary>
    public Parameter Bias { get; }

    /// <summary>One number per hidden state.</summary>
    /// <param name="hidden">[M, C].</param>
    /// <returns>[M], in float32 where the model computes in 16 bits.</returns>
    public Tensor Apply(Tensor hidden) =>
        Precision.Wide(Linear.Apply(InItsType(hidden), Weight).squeeze(1).add(Bias.Value));

    // An adapter's head has 32 bits where the model has 16.
    private Tensor InItsType(Tensor hidden) =>
        hidden.dtype == Weight.Value.dtype ? hidden : hidden.to_type(Weight.Value.dtype);
}
