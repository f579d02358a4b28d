// What make-golden.mjs and make-family-golden.mjs share: Hugging Face tokenizers itself (its Rust code, bound to Node),
// installed in the current folder, and the parts of tokenizer.json as it writes them.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const { Tokenizer, byteLevelAlphabet } = createRequire(join(process.cwd(), 'package.json'))('tokenizers');

export const byteLevel = (more = {}) =>
  ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true, ...more });
export const model = (vocab, merges, more = {}) => ({
  type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null,
  fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab, merges, ...more,
});
export const added = (id, content, more = {}) =>
  ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...more });
export const tokenizer = (parts) => ({
  version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null,
  pre_tokenizer: byteLevel(), post_processor: null, decoder: byteLevel({ add_prefix_space: true }), ...parts,
});
export const split = (pattern) => ({
  type: 'Sequence',
  pretokenizers: [
    { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
    byteLevel({ use_regex: false }),
  ],
});
export const llama3Pattern = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
  + ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

// The model that the reference learns from a file.
export function train(corpus, parts = {}) {
  const trained = join(process.cwd(), 'trained.json');
  const empty = Tokenizer.fromString(JSON.stringify(tokenizer({ ...parts, model: model({}, []) })));
  empty.train([corpus]);
  empty.save(trained);
  return JSON.parse(readFileSync(trained, 'utf8')).model;
}

// What the reference makes of a text.
export async function ask(reference, text) {
  const ids = (await reference.encode(text, null, { addSpecialTokens: false })).getIds();
  const sequence = (await reference.encode(text, null, { addSpecialTokens: true })).getIds();
  return { ids, sequence, decoded: await reference.decode(ids, false),
    decodedWithoutSpecial: await reference.decode(ids, true) };
}

// Written in lines, so that a difference can be read.
export const lines = (items) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
