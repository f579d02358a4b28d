// Talks to a server with the published client and prints what came of it: one JSON object, a key for each scenario.
import OpenAI from "openai";

const [baseURL, slowURL] = process.argv.slice(2);
const ask = (text, more = {}) => ({ model: "stand-in", messages: [{ role: "user", content: text }], ...more });
const client = new OpenAI({ baseURL, apiKey: "of-the-client", maxRetries: 0 });

const failure = async (call) => {
  try {
    await call();
    return { name: "none" };
  } catch (error) {
    const { status, code, type, param, message } = error;
    return { name: error.constructor.name, status, code, type, param, message };
  }
};

const collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return {
    pieces: chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.delta.content ?? ""),
    roles: chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.delta.role ?? null),
    reasons: chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.finish_reason).filter(Boolean),
    ids: [...new Set(chunks.map((chunk) => chunk.id))],
    kinds: [...new Set(chunks.map((chunk) => chunk.object))],
    usage: chunks.at(-1).usage ?? null,
    originals: chunks.map((chunk) => chunk.w2s?.original).filter(Boolean),
  };
};

const streamed = async (more) =>
  collect(await client.chat.completions.create(ask("What is a lake?", { stream: true, ...more })));

const abortedStream = async () => {
  const stream = await client.chat.completions.create(ask("What is a lake?", { stream: true }));
  for await (const chunk of stream) {
    stream.controller.abort();
    return { first: chunk.object };
  }
};

const helper = async () => {
  const runner = client.chat.completions.stream(ask("What is a lake?"));
  const told = [];
  runner.on("content", (piece) => told.push(piece));
  const final = await runner.finalChatCompletion();
  return { told: told.join(""), content: final.choices[0].message.content, reason: final.choices[0].finish_reason };
};

const aborted = () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  return client.chat.completions.create(ask("hang"), { signal: controller.signal });
};

const picture = [{ type: "text", text: "What is this?" }, { type: "image_url", image_url: { url: "data:," } }];
const impatient = new OpenAI({ baseURL, apiKey: "of-the-client", maxRetries: 0, timeout: 100 });
const patient = new OpenAI({ baseURL, apiKey: "of-the-client", maxRetries: 2 });
const behindASlowOne = new OpenAI({ baseURL: slowURL, apiKey: "of-the-client", maxRetries: 0 });
const create = (body, by = client) => () => by.chat.completions.create(body);
const tool = { type: "function", function: { name: "look_up" } };

const scenarios = {
  plain: create(ask("What is a lake?")),
  original: create(ask("What is a lake?", { w2s: { original: true } })),
  stream: () => streamed({}),
  streamWithUsage: () => streamed({ stream_options: { include_usage: true }, w2s: { original: true } }),
  helper,
  models: async () => (await client.models.list()).data.map((model) => model.id),
  retriedByTheServer: create(ask("fail once with 500")),
  retriedByTheClient: create(ask("fail four times with 429"), patient),
  unauthorized: () => failure(create(ask("refuse with 401"))),
  upstreamRefuses: () => failure(create(ask("refuse with 400"))),
  picture: () => failure(create({ model: "stand-in", messages: [{ role: "user", content: picture }] })),
  tools: () => failure(create(ask("What is a lake?", { tools: [tool] }))),
  several: () => failure(create(ask("What is a lake?", { n: 2 }))),
  tooManyTokens: () => failure(create(ask("What is a lake?", { max_tokens: 100000 }))),
  tooLong: () => failure(create(ask("What is a lake? ".repeat(200)))),
  tooLongStream: () => failure(() => streamed({ messages: ask("lake ".repeat(600)).messages })),
  rateLimited: () => failure(create(ask("refuse with 429"))),
  broken: () => failure(create(ask("refuse with 500"))),
  malformed: () => failure(create(ask("be malformed"))),
  cut: () => failure(create(ask("be cut off"))),
  wordless: () => failure(create(ask("say nothing at all"))),
  noSuchPath: () => failure(() => client.embeddings.create({ model: "stand-in", input: "lake" })),
  clientTimeout: () => failure(create(ask("hang"), impatient)),
  upstreamTimeout: () => failure(create(ask("hang"), behindASlowOne)),
  abortedStream,
  aborted: () => failure(aborted),
};

const results = {};
for (const [name, scenario] of Object.entries(scenarios)) {
  try {
    results[name] = await scenario();
  } catch (error) {
    results[name] = { unexpected: `${error.constructor.name}: ${error.message}` };
  }
}
console.log(JSON.stringify(results));
