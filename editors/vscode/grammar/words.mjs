// The words of the language, read from where the compiler has them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../../../crates/zcc-syntax/src/words.rs', import.meta.url);

function table(text, name) {
  const found = new RegExp(`static ${name}: \\[&str; (\\d+)\\] = \\[([^\\]]*)\\]`).exec(text);
  const words = [...(found?.[2] ?? '').matchAll(/"([a-z]+)"/g)].map((match) => match[1]);
  if (words.length === 0 || words.length !== Number(found?.[1])) {
    throw new Error(`${fileURLToPath(source)} has no table ${name} that can be read`);
  }
  return words;
}

const text = readFileSync(source, 'utf8');

/** The words that join expressions, and are no names. */
export const RESERVED_WORDS = table(text, 'RESERVED_WORDS');

/** The words that start a declaration. */
export const DECLARATION_WORDS = table(text, 'DECLARATION_WORDS');
