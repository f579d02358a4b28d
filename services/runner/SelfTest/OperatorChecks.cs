using WeakToStrong.Transformer.Models.Operations;

namespace WeakToStrong.Runner.SelfTest;

/// <summary>Operators of libtorch that the engine is made of, one by one.</summary>
internal static class OperatorChecks
{
    public static IEnumerable<Check> All =>
    [
        Check.Of("matrix product", place => [place.Draw("a", 96, 160).mm(place.Draw("b", 160, 64))]),
        Check.Of("batched product", place => [place.Draw("a", 6, 24, 40).matmul(place.Draw("b", 6, 40, 24))]),
        Check.Of("softmax, logsumexp", place =>
        {
            var scores = Scores(place);
            return [scores.softmax(-1), scores.logsumexp(1)];
        }),
        Check.Of("sum, mean, norm", place =>
        {
            var scores = Scores(place);
            return [scores.sum(dim: 1), scores.mean([-1], keepdim: true), scores.norm()];
        }),
        Check.Of("exp, silu, rsqrt", place =>
        {
            var scores = Scores(place);
            return [scores.exp(), scores.silu(), scores.square().add(1).rsqrt()];
        }),
        Check.Of("gather, index_add", place =>
        {
            var (scores, rows) = (Scores(place), Rows(place));
            var picked = scores.index_select(0, rows);
            return [picked.gather(1, rows.unsqueeze(1)), torch.zeros_like(scores).index_add(0, rows, picked, 1)];
        }),
        Check.Of("sort, topk, running sum", place =>
        {
            var scores = Scores(place);
            return [scores.sort(-1, descending: true).Values, scores.topk(5, dim: -1).values, CumulativeSum.Of(scores)];
        }),
        Check.Of("embedding", place => [LibTorch.Embedding(Scores(place), Rows(place))]),
        new Check { Name = "upload, checksum", Error = CarriedBits, InFloat64 = 0, InFloat32 = 0 },
    ];

    // 0 where numbers arrive as they are and a checksum is the same here and there, else 1.
    private static double CarriedBits(Place place, Place reference)
    {
        long[] numbers = [3, 0, long.MaxValue, long.MinValue, -1];
        var arrived = LibTorch.Upload(numbers, place.Device).data<long>().ToArray();
        var scores = Scores(place);
        return arrived.SequenceEqual(numbers) && LibTorch.Checksum(scores) == LibTorch.Checksum(scores.cpu()) ? 0 : 1;
    }

    private static Tensor Scores(Place place) => place.Draw("scores", 32, 211);

    private static Tensor Rows(Place place) => torch.tensor([3L, 0, 31, 3, 17], device: place.Device);
}
