using WeakToStrong.Experiments;

namespace WeakToStrong.Methods.Tests.Correction;

public sealed class CorrectionRulesTests
{
    [Theory]
    [InlineData("seeds: [1, 2]", "seeds: [1, 2146483645]", 3, "seed 2146483645 is too large; allowed is 0 to")]
    [InlineData("seeds: [1, 2]", "seeds: [1, 2146483644]", 3, "")]
    [InlineData("name: dpo", "name: base", 8, "'base' is a row of every report; choose another name")]
    [InlineData("name: dpo", "name: ceiling", 8, "'ceiling' is a row of every report; choose another name")]
    [InlineData("name: dpo", "name: supervisor", 8, "'supervisor' is a row of every report; choose another name")]
    [InlineData("name: dpo", "name: sft", 8, "there are two methods named 'sft'")]
    [InlineData("from: sft", "from: ppo", 9, "there is no method 'ppo' above; allowed are base, sft, dpo")]
    [InlineData("from: sft", "from: rlhf", 9, "there is no method 'rlhf' above; allowed are base, sft, dpo")]
    [InlineData("name: dpo", "name: d/p", 8, "methods.d/p.name is 'd/p'; allowed is")]
    [InlineData("preset: micro", "preset: colossal", 5, "there is no preset 'colossal'; allowed are pico, nano")]
    [InlineData("preset: micro", "path: .", 5, "")]
    [InlineData("preset: micro", "preset: micro, path: .", 5, "a model is either a preset, a path or an endpoint")]
    [InlineData("student: {preset: micro}", "student: {}", 5, "a model is either a preset, a path or an endpoint")]
    [InlineData("kind: world", "kind: world, animals: 500", 4, "animals is 500, allowed is 3 to 120")]
    [InlineData("from: sft", "from: sft, mini_batches: 65", 9, "mini_batches is 65; allowed are at most")]
    [InlineData("from: sft", "from: sft, kl_horizon: 12, kl_target: 6", 9, "kl_horizon is 12; allowed are at least 13")]
    [InlineData("from: sft", "from: sft, kl_horizon: 13, kl_target: 6", 9, "")]
    [InlineData("from: sft", "from: sft, kl_horizon: 12", 9, "")]
    [InlineData("beta: 0.1", "lora: {targets: [q_proj, query]}", 8, "there is no layer 'query'; allowed are all")]
    [InlineData("beta: 0.1", "lora: {rank: 0}", 8, "rank is 0; allowed is 1 to 4096")]
    [InlineData("beta: 0.1", "lora: {rnak: 8}", 8, "'rnak'")]
    [InlineData("beta: 0.1", "lora: {rank: 8, targets: [q_proj, v_proj]}", 8, "")]
    [InlineData("ceiling:", "labeling: {answers: data}\nceiling:", 10, "a world has no answers of its own")]
    [InlineData("ceiling:", "evaluation: {judge: reward}\nceiling:", 10, "data of kind world is judged by world")]
    public void Read_AgainstARule_NamesLineAndWhatIsAllowed(string was, string becomes, int line, string message)
    {
        var text = Plans.World.Replace(was, becomes, StringComparison.Ordinal);
        if (message.Length == 0)
        {
            Assert.NotEmpty(Plans.Make(text).Steps);
            return;
        }
        var error = Assert.Throws<InputException>(() => Plans.Make(text));

        var problem = Assert.Single(error.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("methods: []", "methods: [{name: sft, method: sft}]", 6, "no weights to tune; allowed is methods: []")]
    [InlineData("methods: []", "methods: []\nceiling: {method: sft}", 7, "so there is no ceiling")]
    [InlineData("methods: []", "methods: []\nlabeling: {top_k: 5}", 7, "an endpoint knows no top_k")]
    [InlineData("model: small", "", 5, "an endpoint needs the name of its model")]
    [InlineData("http://localhost:1/v1", "localhost:1", 5, "'localhost:1' is not allowed; allowed is an address")]
    [InlineData("http://localhost:1/v1", "http://me:pass@localhost/v1", 5, "without user, query or fragment")]
    [InlineData("preset: nano", "endpoint: http://localhost/v1, model: x", 5, "a supervisor is trained")]
    [InlineData("preset: nano", "preset: nano, model: x", 5, "only an endpoint has a 'model'")]
    [InlineData("preset: nano", "preset: nano, system: Hi", 5, "only an endpoint has a 'system' message")]
    [InlineData("model: small", "model: small, key_variable: Tracker__Token", 5, "key_variable is 'Tracker__Token'")]
    [InlineData("methods: []", "methods: []\nevaluation: {judge: openai, model: x}", 7, "endpoint")]
    [InlineData(
        "methods: []", "methods: []\nevaluation: {judge: openai, endpoint: ftp://x, model: x}", 7,
        "'ftp://x' is not allowed")]
    public void Read_OfAnEndpointAgainstARule_NamesLineAndWhatIsAllowed(
        string was, string becomes, int line, string message)
    {
        var error = Assert.Throws<InputException>(
            () => Plans.Make(Plans.Endpoint.Replace(was, becomes, StringComparison.Ordinal)));

        var problem = Assert.Single(error.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
