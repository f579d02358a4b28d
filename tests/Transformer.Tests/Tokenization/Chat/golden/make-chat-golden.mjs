// Writes renderings.json: dialogues as the families' published chat templates (templates/*.jinja, without what only
// tools need where that is long) write them, by Hugging Face's own Jinja. Run in a folder outside the repository:
//   npm install @huggingface/jinja@0.5.11 && node GOLDEN_FOLDER/make-chat-golden.mjs GOLDEN_FOLDER
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { Template } = createRequire(join(process.cwd(), 'package.json'))('@huggingface/jinja');
const folder = process.argv[2];

const say = (role) => (content) => ({ role, content });
const [system, user, assistant] = ['system', 'user', 'assistant'].map(say);
const dialogues = [
  [user('Hello!')],
  [system('Be brief.'), user('Hello!')],
  [user('  spaces around \n')],
  [user('one'), assistant('two'), user('three\n\nfour')],
  [system(' Be\nbrief. '), user(' one'), assistant(' two '), user('three'), assistant('four\n'), user('five')],
  [user('one'), assistant('two')],
  [system('Be brief.'), user('one'), assistant('two'), user('three'), assistant('four')],
  [user('one'), assistant('<think>\nwell\n</think>\n\ntwo'), user('three'), assistant('<think>\nso\n</think>\n\nfour')],
  [user('東京 <b> "quoted" \'too\' {{ x }} 🙂'), assistant('\nfirst line empty')],
];
const tokens = (name) => {
  if (name.startsWith('llama-3')) return ['<|begin_of_text|>', '<|eot_id|>'];
  return name.startsWith('qwen') || name.startsWith('chatml') ? [null, '<|im_end|>'] : ['<s>', '</s>'];
};

// No thoughts, and the date that templates fall back on where they cannot ask for today's.
const settings = { enable_thinking: false, date_string: '26 Jul 2024' };
const renderings = [];
for (const file of readdirSync(join(folder, 'templates')).sort()) {
  const name = file.replace('.jinja', '');
  const template = new Template(readFileSync(join(folder, 'templates', file), 'utf8'));
  const [bos_token, eos_token] = tokens(name);
  for (const messages of dialogues) {
    const add_generation_prompt = messages.at(-1).role === 'user';
    let text = null;
    try {
      text = template.render({ messages, bos_token, eos_token, add_generation_prompt, ...settings });
    } catch {
      // What a template refuses is null.
    }
    renderings.push({ name, bos_token, eos_token, messages, add_generation_prompt, text });
  }
}
writeFileSync(join(folder, 'renderings.json'), `[\n${renderings.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`);
