// Writes what Hugging Face tokenizers leaves of texts whose matches of a pattern it removes. Run in a folder outside the
// repository:
//   npm install tokenizers@0.23.2 && node GOLDEN_FOLDER/make-pattern-golden.mjs GOLDEN_FOLDER
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byteLevel, byteLevelAlphabet, lines, llama3Pattern, model, tokenizer, Tokenizer } from './reference.mjs';

const patterns = [
  // deepseek-llm's, deepseek-coder's and DeepSeek V3's.
  '[\r\n]',
  '\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-\u1F7D'
    + 'ᾀ-ᾴᾶ-ᾼ\u1FBEῂ-ῄῆ-ῌῐ-\u1FD3ῖ-\u1FDBῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\u2126ℨ\u212A-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯ'
    + 'ꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+',
  '\\s?[!-/:-~！-／：-～‘-‟　-。]+', '\\s+$', '[一-龥ࠀ-一가-퟿]+', '[一-龥぀-ゟ゠-ヿ]+', '\\s?\\p{P}+',
  '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+'
    + '[\\r\\n]*|\\s*[\\r\\n]+',
  // GPT-4's, with possessive quantifiers; of the others the part that is not all text.
  "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}", "(?i:'s|'t|'re|'ve|'m|'ll|'d)", llama3Pattern,
  '[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+',
  // Lines, words, properties, escapes, groups.
  '^\\s+', '^.', '.$', '\\A\\w', '\\w\\z', '.\\Z', '\\bthe\\b|!', '\\B\\w', '\\w+', '\\W+', '[\\w-]+', '\\d{1,3}(?=(?:\\d{3})*\\b)',
  '[^a-z]+', '[^\\S\\n]+', '[\\D]+', '\\P{L}+', '[^\\P{L}a]+', '\\p{^N}+', '\\p{lu}+', '\\p{C}+', '[\\p{C}a]+', '\\P{C}+',
  '[\\p{Mn}\\p{Me}]+', '\\p{Sm}|\\p{So}', '(?i)THE|\\p{Lu}|[À-Ý]+', '(?i:k)|(?-i:S)', '(?i:[p-t]+)', '\\h+', '[]a]+', '[+--]\\d',
  '[🙀-🙏]+', '[^𐐀-𐑏\\s]+', '𐐀+|x', '\\x{1F642}|\\x41', '[\\x00-\\x{10FFFF}]{1,3}', '[\\u0041-\\uFFFF]',
  '(a)|(?<n>b)+', '(?:ab?){2,3}', '(?m:a.b)', 'a.b', 'a{,2}b', '(?<=the)\\s', '(?<!\\S)\\d+', '(?>\\s+)x|\\n', '\\S+?(?=\\s|$)',
  '(?#comment)a(?:b|)', 'a++b|\\s*+\\n', '(?i)b|(?-i)C|a', '\\s+(?!\\S)|\\s+',
];

const words = [
  'the', ' the', ' low', 'The', "'s", "'LL", "'ſx", ' 12', '3456', '...', '\n', '\r\n', '  ', '   \n', '\t', '+5', 'a-b', 'aab',
  'é', 'e\u0301', 'É', 'ſ', '\u212A', '🙂', '🙂🙀', '𐐀', '𐐨', '𐒰', '𞤀', '𠮷', 'あ', 'ア', '一', '가', '\u{1D7CE}', '🄰', 'Ⓐ', '²', '¼', '₂', '\u200D',
  '\u2028', '\u00A0', '\0', '𑓇', '\u{1D165}', '\u{E0041}', '\u{10FFFF}', '\uE000', 'Ⅻ', '٣', '，', '。', 'ǅ', 'ʰ', 'x', 'ab\n', 'a\nb', '∑', '☃',
];

// Seeded.
let state = 7n;
const draw = (limit) => {
  state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((state >> 33n) % BigInt(limit));
};
const texts = [...Array(60)].map((_, index) => [...Array(1 + index % 12)].map(() => words[draw(words.length)]).join(''));

const vocabulary = Object.fromEntries(byteLevelAlphabet().sort().map((token, id) => [token, id]));
const rests = [];
for (const pattern of patterns) {
  const pieces = [
    { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: false }, byteLevel({ use_regex: false }),
  ];
  const reference = Tokenizer.fromString(JSON.stringify(tokenizer({
    pre_tokenizer: { type: 'Sequence', pretokenizers: pieces }, model: model(vocabulary, []),
  })));
  const rest = [];
  for (const text of texts)
    rest.push(await reference.decode((await reference.encode(text, null, { addSpecialTokens: false })).getIds(), false));
  rests.push({ pattern, rest });
}
writeFileSync(join(process.argv[2], 'pattern-cases.json'), `{"texts":${lines(texts)},"patterns":${lines(rests)}}\n`);
