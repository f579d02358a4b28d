using System.Text.Json.Nodes;
using WeakToStrong.Experiments.Canonical;

namespace WeakToStrong.Experiments.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    [Fact]
    public void Serialize_ExampleOfRfcSection322_Agrees()
    {
        var node = JsonNode.Parse(
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """);

        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"""
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
            CanonicalJson.Serialize(node));
    }

    [Fact]
    public void Serialize_ExampleOfRfcSection323_SortsByUtf16CodeUnits()
    {
        var node = JsonNode.Parse(
            """
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """);

        var values = JsonNode.Parse(CanonicalJson.Serialize(node))!.AsObject().Select(member => (string?)member.Value);

        Assert.Equal(
            [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ],
            values);
    }

    [Fact]
    public void Serialize_EqualValuesInOtherOrder_AreEqual()
    {
        var left = new JsonObject { ["a"] = 1, ["b"] = new JsonArray(1.0, 2L, 3f) };
        var right = new JsonObject { ["b"] = new JsonArray(1, 2, 3), ["a"] = 1.0 };

        Assert.Equal("""{"a":1,"b":[1,2,3]}""", CanonicalJson.Serialize(left));
        Assert.Equal(CanonicalJson.Serialize(left), CanonicalJson.Serialize(right));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("9007199254740993")]
    [InlineData("""["\ud800"]""")]
    public void Serialize_OutsideIJson_Throws(string json) =>
        Assert.ThrowsAny<ArgumentException>(() => CanonicalJson.Serialize(JsonNode.Parse(json)));

    [Theory]
    [InlineData(309)]
    [InlineData(100_000)]
    public void Serialize_WholeNumberThatNoDoubleHolds_Throws(int digits) =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Serialize(JsonNode.Parse(new string('9', digits))));

    [Fact]
    public void Serialize_UnpairedSurrogateInAString_Throws() =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Serialize(new JsonObject { ["a"] = "x\ud800" }));

    [Fact]
    public void Serialize_TooDeep_Throws()
    {
        JsonNode node = new JsonArray();
        for (var i = 0; i < 64; i++)
            node = new JsonArray(node);

        Assert.Throws<ArgumentException>(() => CanonicalJson.Serialize(node));
    }
}
