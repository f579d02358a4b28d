// Writes the golden files of the model families' tokenizers with Hugging Face tokenizers: small vocabularies in exactly
// the structure that each family publishes. Run in a folder outside the repository:
//   npm install tokenizers@0.23.2 && node GOLDEN_FOLDER/make-family-golden.mjs GOLDEN_FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  added, ask, byteLevel, byteLevelAlphabet, lines, llama3Pattern, model, split, tokenizer, Tokenizer, train,
} from './reference.mjs';

const folder = process.argv[2];

const samples = [
  'Größe naïve café Ärger, über', 'здравствуй мир, как дела', '東京は大きい。東京は大きい。', '안녕하세요 안녕',
  'שלום שלום עליכם', 'مرحبا بالعالم مرحبا', 'नमस्ते दुनिया नमस्ते', 'สวัสดีชาวโลก สวัสดี', '🙂🙂 👩‍👩‍👧 👍🏽 🇩🇪',
  'for (int i = 0; i < 10; i++) {', '    return x ** 2  # comment', "it's they're I'd've don't", '1234567890 3.14 2024',
];
const corpus = join(process.cwd(), 'family-corpus.txt');
writeFileSync(corpus, readFileSync(join(folder, 'corpus.txt'), 'utf8') + `${samples.join('\n')}\n`.repeat(3));

const number = (tokens) => Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
const join2 = (merges) => merges.map((pair) => pair.join(' '));

// Byte-level: the 256 bytes, then the merges' tokens, then the added ones.
const byteMerges = train(corpus).merges.slice(0, 400);
const byteVocabulary = number([...byteLevelAlphabet().sort(), ...byteMerges.map((pair) => pair.join(''))]);
const byteSize = Object.keys(byteVocabulary).length;

// SentencePiece: three special tokens, 256 fallback bytes, the merges' tokens, then single characters.
const metaspace = (more) => ({ type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true, ...more });
const pieces = train(corpus, { pre_tokenizer: metaspace(), decoder: metaspace() });
const known = (token) => !/[大нสन]/u.test(token);
const pieceMerges = pieces.merges.filter((pair) => pair.every(known)).slice(0, 400);
const bytes = [...Array(256).keys()].map((value) => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`);
const characters = Object.keys(pieces.vocab).filter((token) => [...token].length === 1 && known(token)).sort();
const pieceVocabulary = number(
  ['<unk>', '<s>', '</s>', ...bytes, ...pieceMerges.map((pair) => pair.join('')), ...characters]);
const pieceSize = Object.keys(pieceVocabulary).length;
const pieceModel = (more = {}) => model(
  pieceVocabulary, join2(pieceMerges), { unk_token: '<unk>', fuse_unk: true, byte_fallback: true, ...more });

const special = (id) => ({ SpecialToken: { id, type_id: 0 } });
const template = (token, id) => ({
  type: 'TemplateProcessing', single: [special(token), { Sequence: { id: 'A', type_id: 0 } }],
  pair: [special(token), { Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
  special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
});
const replace = (pattern, content) => ({ type: 'Replace', pattern: { String: pattern }, content });
const strip = { type: 'Strip', content: ' ', start: 1, stop: 0 };
const pieceDecoder = {
  type: 'Sequence', decoders: [replace('▁', ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, strip],
};
const prepend = { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, replace(' ', '▁')] };
const threeSpecial = (more = {}) => ['<unk>', '<s>', '</s>'].map((token, id) => added(id, token, more));

const qwenPattern = llama3Pattern.replace('{1,3}', '');
const tekkenPattern = '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|'
  + '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}|'
  + ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

const tokenizers = {
  'family-llama2': tokenizer({
    added_tokens: threeSpecial(), normalizer: prepend, pre_tokenizer: null, post_processor: template('<s>', 1),
    decoder: pieceDecoder, model: pieceModel(),
  }),
  // Older conversions search their special tokens in normalised text; other flags beside them.
  'family-llama2-flags': tokenizer({
    added_tokens: [
      ...threeSpecial({ normalized: true }), added(pieceSize, '<|user|>', { rstrip: true }),
      added(pieceSize + 1, 'low', { single_word: true, special: false }),
      added(pieceSize + 2, '<mask>', { lstrip: true, normalized: true, special: false }),
    ],
    normalizer: prepend, pre_tokenizer: null, post_processor: template('<s>', 1), decoder: pieceDecoder,
    model: pieceModel(),
  }),
  'family-mistral': tokenizer({
    added_tokens: [...threeSpecial(), added(pieceSize, '[INST]'), added(pieceSize + 1, '[/INST]')],
    pre_tokenizer: metaspace({ prepend_scheme: 'first', split: false }), post_processor: template('<s>', 1),
    decoder: pieceDecoder, model: pieceModel(),
  }),
  // Without byte fallback what is unknown is one token.
  'family-unknown': tokenizer({
    added_tokens: threeSpecial(), pre_tokenizer: metaspace(), decoder: pieceDecoder,
    model: pieceModel({ byte_fallback: false }),
  }),
  'family-tekken': tokenizer({
    added_tokens: [added(byteSize, '<s>'), added(byteSize + 1, '[INST]'), added(byteSize + 2, '[/INST]')],
    pre_tokenizer: split(tekkenPattern), post_processor: template('<s>', byteSize),
    model: model(byteVocabulary, join2(byteMerges), { ignore_merges: true }),
  }),
  'family-llama3': tokenizer({
    added_tokens: [added(byteSize, '<|begin_of_text|>'), added(byteSize + 1, '<|eot_id|>')],
    pre_tokenizer: split(llama3Pattern),
    post_processor: { type: 'Sequence', processors: [byteLevel(), template('<|begin_of_text|>', byteSize)] },
    model: model(byteVocabulary, join2(byteMerges), { ignore_merges: true }),
  }),
  'family-qwen': tokenizer({
    added_tokens: [
      added(byteSize, '<|endoftext|>'), added(byteSize + 1, '<|im_start|>'), added(byteSize + 2, '<|im_end|>'),
      added(byteSize + 3, '<think>', { special: false }), added(byteSize + 4, '</think>', { special: false }),
    ],
    normalizer: { type: 'NFC' }, pre_tokenizer: split(qwenPattern), post_processor: byteLevel({ use_regex: false }),
    decoder: byteLevel({ use_regex: false }), model: model(byteVocabulary, byteMerges),
  }),
  'family-digits': tokenizer({
    added_tokens: [added(byteSize, '<|im_start|>'), added(byteSize + 1, '<|im_end|>')],
    pre_tokenizer: {
      type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel()],
    },
    model: model(byteVocabulary, join2(byteMerges)),
  }),
  // Falcon's: what comes after the bytes cuts their spelling.
  'family-falcon': tokenizer({
    added_tokens: [added(byteSize, '<|endoftext|>')],
    pre_tokenizer: {
      type: 'Sequence', pretokenizers: [
        { type: 'Punctuation', behavior: 'Contiguous' }, byteLevel(), { type: 'Digits', individual_digits: false },
        { type: 'Split', pattern: { Regex: '[0-9][0-9][0-9]' }, behavior: 'Isolated', invert: false },
      ],
    },
    model: model(byteVocabulary, join2(byteMerges)),
  }),
  // DeepSeek's, whose classes name characters; ends of the text are taken off.
  'family-deepseek': tokenizer({
    added_tokens: [added(byteSize, '<｜begin▁of▁sentence｜>'), added(byteSize + 1, '<｜User｜>', { special: false })],
    normalizer: { type: 'Strip', strip_left: false, strip_right: true },
    pre_tokenizer: {
      type: 'Sequence', pretokenizers: [
        ...['[\r\n]', '\\s?[A-Za-zµÀ-ÖØ-öø-ƺͶ-ͽА-Яа-яႠ-ჅＡ-Ｚ𐐀-𐑏𞤀-𞥃]+', '\\s?[!-/:-~！-／：-～‘-‟　-。]+', '\\s+$', '[一-龥ࠀ-一가-퟿]+']
          .map((pattern) => ({ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false })),
        { type: 'Digits', individual_digits: true }, byteLevel({ use_regex: false }),
      ],
    },
    post_processor: template('<｜begin▁of▁sentence｜>', byteSize), model: model(byteVocabulary, join2(byteMerges)),
  }),
};

const texts = [
  '', ' ', '  ', '\n', '\r\n', '\t', '\0', 'a', ' a', 'a ', '  a  ', 'a\0b\0', ' '.repeat(40), `x${' '.repeat(7)}y`,
  'the lowest newer wider', "it's they're I'd've WE'LL Don'T 'tis 's '\u017F L'\u00C9T\u00C9",
  '1234567 3.14 12 345',
  'one\r\ntwo\n\n\nthree\r\r\n', '\t\ttabs\tand  spaces \t ', 'return len(food) + 1 )))\n    pass\n',
  'wow!!!! ...?!//\n',
  'for (int i = 0; i < 10; i++) {\n\treturn x ** 2;\n}\n', ...samples, samples.join(' '),
  'cafe\u0301 e\u0301\u0302 \u1E9B\u0323 q\u0307\u0323 \u212B\u2126', '\u1100\u1161\u11A8 \uAC00\u11A8 \u1112\u1175',
  '\u0958\u0344\u0F43\u2ADC \uFB1D \u{1D15E} \u{2F800}', '\u0915\u093C\u0929 \u0301start a\u0327\u0301b',
  '٣٤٥ १२३ ½ ² Ⅻ ㈠', '𝐁𝐨𝐥𝐝 𐐷x 𠮷野家 𝟘𝟙𝟚 🄁 𐅀',
  'x\u200Bz\u00A0y\u2028w\u3000v\uFEFF\u0085u\u180Et', '\u{E0041}\u{10FFFF}',
  '❤️ 🏳️‍🌈 1️⃣ 👨🏿‍💻', 'ǅ ʰ ª ÇaÇA camelCaseWords HTTPServer', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'bananananas',
  '<s>low</s>', '<s> low </s> low', 'a<unk>b', '▁low ▁▁ x▁y', '<0x0A><0x41>', '[INST] low [/INST] wide</s>',
  '<|begin_of_text|>low<|eot_id|>', '<|im_start|>user\nlow<|im_end|>\n',
  '<think>\n\n</think>\n\nlow', '<|user|>  low low',
  'low lows slow,low\u0301 low_', 'x  <mask>  y<mask>', '<|im_start', 'Ġ Ċ Ā', '大大大 大', 'ну и ну н',
];

// Seeded: scripts, spaces and words in any order.
let state = 42n;
const draw = (limit) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(limit));
};
const alphabets = [
  ['low ', 'wide', ' the ', 'it', "'s", ' 12', '34', '.', '...', '(', ')\n', '    ', '\r\n', '\u3000', ' '],
  [...'äéßñçøœА́бвгжйщ'], [...'אבגשלוםمرحباع٠١٢'], [...'नमस्तेक्षिกขสวัสดีไทย'], [...'東京大阪漢字ひらカタ한국어각'],
  [...'🙂👍🏽👩🇩🇪❤️\u200D\uFE0F'], [...'\u0301\u0308\u0323\u0327\u0345aeocu'],
  [...'𝐁𐐷𠮷𝟘𐅀🄁'], [...'<>|▁_-/*{}[]$#@'],
];
for (let count = 0; count < 60; count++) {
  let text = '';
  for (let runs = draw(6) + 1; runs > 0; runs--) {
    const alphabet = alphabets[draw(alphabets.length)];
    for (let length = draw(6) + 1; length > 0; length--) text += alphabet[draw(alphabet.length)];
  }
  texts.push(text);
}

// What decodes to the text itself is left out.
const answers = {};
for (const [name, json] of Object.entries(tokenizers)) {
  const reference = Tokenizer.fromString(JSON.stringify(json));
  writeFileSync(join(folder, `${name}.tokenizer.json`), JSON.stringify(json) + '\n');
  answers[name] = [];
  for (const text of texts) {
    const { ids, sequence, decoded, decodedWithoutSpecial } = await ask(reference, text);
    answers[name].push({
      ids, ...(sequence.length > ids.length ? { before: sequence.slice(0, sequence.length - ids.length) } : {}),
      ...(decoded !== text ? { decoded } : {}), ...(decodedWithoutSpecial !== decoded ? { decodedWithoutSpecial } : {}),
    });
  }
}
const entries = Object.entries(answers).map(([name, items]) => `${JSON.stringify(name)}:${lines(items)}`);
writeFileSync(join(folder, 'family-cases.json'), `{"texts":${lines(texts)},"answers":{${entries.join(',\n')}}}\n`);
