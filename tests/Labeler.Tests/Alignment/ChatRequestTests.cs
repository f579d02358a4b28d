using System.Text.Json.Nodes;
using WeakToStrong.Endpoints;
using WeakToStrong.Labeler.Alignment;
using WeakToStrong.Labeler.Alignment.Requests;

namespace WeakToStrong.Labeler.Tests.Alignment;

public sealed class ChatRequestTests
{
    private static readonly AlignerOptions Options = new()
    {
        Model = "model", Upstream = new EndpointOptions { Address = new Uri("http://localhost/v1/") },
    };

    [Fact]
    public void Parse_OfADialogue_WritesItAsPreferenceDataDo()
    {
        var request = Parse("""
            {"model": "m", "messages": [
              {"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is a lake?"},
              {"role": "assistant", "content": "Water."},
              {"role": "user", "content": [{"type": "text", "text": "And a "}, {"type": "text", "text": "hill?"}]}]}
            """);

        Assert.Equal(
            "\n\nHuman: What is a lake?\n\nAssistant: Water.\n\nHuman: And a hill?\n\nAssistant:", request.Question);
        Assert.Equal(4, request.Upstream["messages"]!.AsArray().Count);
    }

    [Fact]
    public void Parse_OfOneTurnUnderASystemMessage_TakesItsTextAlone() =>
        Assert.Equal("Hi", Parse("""
            {"model": "m", "messages": [
              {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}
            """).Question);

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "Hi"}]}""", "model")]
    [InlineData("""{"model": "m"}""", "messages")]
    [InlineData("""{"model": "m", "messages": []}""", "messages")]
    [InlineData("""{"model": "m", "messages": ["Hi"]}""", "messages[0]")]
    [InlineData("""{"model": "m", "messages": [{"role": "tool", "content": "Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model": "m", "messages": [{"role": "assistant", "content": "Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model": "m", "messages": [{"role": "user", "content": 1}]}""", "messages[0].content")]
    [InlineData("""{"model": "m", "messages": [{"role": "user", "content": null}]}""", "messages[0].content")]
    [InlineData(
        """{"model": "m", "messages": [{"role": "user", "content": [{"type": "input_audio"}]}]}""",
        "messages[0].content[0]")]
    [InlineData(
        """{"model": "m", "messages": [{"role": "assistant", "content": "", "tool_calls": []}]}""",
        "messages[0].tool_calls")]
    public void Parse_OfWrongMessages_NamesTheField(string body, string param) => AssertInvalid(body, param);

    [Fact]
    public void Parse_OfHalfACharacter_IsRefused() => AssertInvalid(
        """{"model": "m", "messages": [{"role": "user", "content": "\ud83d"}]}""", null);

    [Theory]
    [InlineData("\"stream\": \"yes\"", "stream")]
    [InlineData("\"stream_options\": true", "stream_options")]
    [InlineData("\"stream_options\": {\"include_usage\": 1}", "stream_options.include_usage")]
    [InlineData("\"max_tokens\": 0", "max_tokens")]
    [InlineData("\"max_completion_tokens\": 1.5", "max_completion_tokens")]
    [InlineData("\"logprobs\": true", "logprobs")]
    [InlineData("\"response_format\": {\"type\": \"json_object\"}", "response_format")]
    [InlineData("\"modalities\": [\"text\", \"audio\"]", "modalities")]
    [InlineData("\"w2s\": {\"originals\": true}", "w2s.originals")]
    [InlineData("\"w2s\": {\"original\": \"yes\"}", "w2s.original")]
    public void Parse_OfAWrongField_NamesIt(string field, string param) => AssertInvalid(With(field), param);

    [Theory]
    [InlineData("\"tools\": []")]
    [InlineData("\"tools\": null")]
    [InlineData("\"tool_choice\": \"none\"")]
    [InlineData("\"logprobs\": false")]
    [InlineData("\"modalities\": [\"text\"]")]
    [InlineData("\"response_format\": {\"type\": \"text\"}")]
    [InlineData("\"n\": 1")]
    [InlineData("\"max_tokens\": null")]
    [InlineData("\"a_field_of_the_upstreams_own\": {\"x\": 1}")]
    public void Parse_OfAFieldThatAsksForNothingElse_HandsItOn(string field)
    {
        var name = field.Split('"')[1];

        Assert.True(Parse(With(field)).Upstream.ContainsKey(name));
    }

    private static string With(string field) =>
        $$"""{"model": "m", "messages": [{"role": "user", "content": "Hi"}], {{field}}}""";

    private static ChatRequest Parse(string body) => ChatRequest.Parse(JsonNode.Parse(body)!.AsObject(), Options);

    private static void AssertInvalid(string body, string? param)
    {
        var exception = Assert.Throws<AlignerException>(() => Parse(body));

        Assert.Equal((400, param), (exception.Status, exception.Error.Param));
        Assert.Equal("invalid_request_error", exception.Error.Type);
    }
}
