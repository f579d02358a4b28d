// Writes the golden files of the tokenizer tests with Hugging Face tokenizers. Run in a folder outside the repository:
//   npm install tokenizers@0.23.2 && node GOLDEN_FOLDER/make-golden.mjs GOLDEN_FOLDER
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  added, ask, byteLevel, byteLevelAlphabet, lines, llama3Pattern, model, split, tokenizer, Tokenizer, train,
} from './reference.mjs';

const folder = process.argv[2];

// 1. What the reference learns from the corpus: every merge down to a single occurrence, all 256 bytes present.
const bytes = byteLevelAlphabet().sort();
const { merges } = train(join(folder, 'corpus.txt'));
writeFileSync(join(folder, 'merges.json'), JSON.stringify(merges.map((pair) => pair.join(' ')), null, 0) + '\n');

// 2. Tokenizers as the reference writes them, from the first merges.
const vocabulary = (count, first) => {
  const vocab = {};
  for (const token of [...bytes, ...merges.slice(0, count).map((pair) => pair.join(''))])
    vocab[token] ??= first + Object.keys(vocab).length;
  return vocab;
};
const gpt2 = vocabulary(400, 0);
const gpt2Size = Object.keys(gpt2).length;
const llama3 = vocabulary(250, 0);
for (const word of ['Ġsupervisor', 'Ġstudent', 'Ġ)))', '!!!!', 'Ġ'.repeat(7)])
  llama3[word] ??= Object.keys(llama3).length;
const llama3Size = Object.keys(llama3).length;

const tokenizers = {
  gpt2: tokenizer({
    added_tokens: [
      added(gpt2Size, '<|endoftext|>'),
      added(gpt2Size + 1, '<a>'),
      added(gpt2Size + 2, '<a>b'),
      added(gpt2Size + 3, '<mask>', { lstrip: true }),
      added(gpt2Size + 4, '<tail>', { rstrip: true }),
      added(gpt2Size + 5, 'weak supervisor', { special: false, normalized: true }),
      added(gpt2Size + 6, 'visor<a>', { special: false, normalized: true }),
    ],
    model: model(gpt2, merges.slice(0, 400)),
  }),
  'gpt2-prefix-space': tokenizer({
    added_tokens: [added(gpt2Size, '<|endoftext|>')],
    pre_tokenizer: byteLevel({ add_prefix_space: true }),
    post_processor: byteLevel(),
    model: model(gpt2, merges.slice(0, 400)),
  }),
  llama3: tokenizer({
    added_tokens: [added(llama3Size, '<|begin_of_text|>'), added(llama3Size + 1, '<|eot_id|>')],
    pre_tokenizer: split(llama3Pattern),
    post_processor: {
      type: 'Sequence',
      processors: [byteLevel(), {
        type: 'TemplateProcessing',
        single: [{ SpecialToken: { id: '<|begin_of_text|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
        pair: [
          { SpecialToken: { id: '<|begin_of_text|>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } },
          { SpecialToken: { id: '<|begin_of_text|>', type_id: 1 } }, { Sequence: { id: 'B', type_id: 1 } },
        ],
        special_tokens: {
          '<|begin_of_text|>': { id: '<|begin_of_text|>', ids: [llama3Size], tokens: ['<|begin_of_text|>'] },
        },
      }],
    },
    model: model(llama3, merges.slice(0, 250), { ignore_merges: true }),
  }),
};

const texts = [
  '', ' ', '  ', '\n', '\r\n', '\t', '\0', 'a', ' a', 'a ', '  a  ', 'a\0b\0', ' '.repeat(40),
  `x${' '.repeat(7)}y`,
  'the lowest newer wider', 'it lives in the forest .', "it's they're I'd've WE'LL Don'T 'tis 's",
  'code07 1234567 3.14',
  'one\r\ntwo\n\n\nthree\r\r\n', '\t\ttabs\tand  spaces \t ', 'return len(food) + 1 )))', 'wow!!!! ...?!',
  'Größe naïve café', 'cafe\u0301 e\u0301\u0302', 'здравствуй мир', '東京は大きい。', '안녕하세요',
  'שלום عليكم ٣٤٥', '१२३ ½ ² Ⅻ ㈠',
  '🙂', 'a🙂b 🙂🙂 c', '👩‍👩‍👧 🇩🇪 👍🏽', '𝐁𝐨𝐥𝐝 𐐷x 𠮷野家', '𝟘𝟙𝟚 🄁 𐅀',
  'x\u200Bz\u00A0y\u2028w\u3000v\uFEFF', '\u{E0041}\u{10FFFF}',
  '\u{1E000}\u{11000}a', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'bananananas',
  '<|endoftext|>', 'low<|endoftext|>low <|endoftext|> low', '<a>b<a>c<<a>>', 'x  <mask>  y', 'x  <tail>  y',
  '<tail> <mask>',
  'the weak supervisor said', 'weak supervisor<a>', 'weak supervisor', '<|begin_of_text|>hi <|eot_id|>', '<|endoftext',
  ' supervisor student supervisors', '\u{1D400}\u0301\u{1D7D8}a1', "L'ÉTÉ ǅ ʰ ª", '\u0085x\u001Cy\u180Ez',
];

const cases = [];
for (const [name, json] of Object.entries(tokenizers)) {
  const path = join(folder, `${name}.tokenizer.json`);
  const reference = Tokenizer.fromString(JSON.stringify(json));
  reference.save(path, false);
  for (const text of texts)
    cases.push({ tokenizer: name, text, ...(await ask(reference, text)) });
}

// 3. Decoding what no text encodes to: halves of characters, lone continuation bytes, too long forms, surrogates.
const decodings = [];
const id = (value) => gpt2[[...bytes].find((char) => byteOf(char) === value)];
const byteOf = (char) => {
  const code = char.codePointAt(0);
  if (code < 256) return code;
  const skipped = [...Array(256).keys()].filter((b) => !((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174));
  return skipped[code - 256];
};
const reference = Tokenizer.fromString(JSON.stringify(tokenizers.gpt2));
for (const values of [[0x80], [0xC3], [0xC3, 0x28], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xF0, 0x9F, 0x99],
  [0xF0, 0x9F, 0x99, 0x82], [0xF0, 0x9F, 0x41], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF, 0xFE],
  [0xF4, 0x90, 0x80, 0x80], [0x41, 0xE3, 0x81]]) {
  const ids = values.map(id);
  decodings.push({ ids, decoded: await reference.decode(ids, false) });
}
writeFileSync(join(folder, 'cases.json'), `{"cases":${lines(cases)},"decodings":${lines(decodings)}}\n`);
