// A condition as QEMU 3.0 to 6.1 wrote it, an expression of the C preprocessor: `defined(A) && !defined(B)`.
import type { Condition } from '../model.js';

const TOKEN = /\s*(&&|\|\||[!()]|\w+|\S)/g;

/** Tokens and how many of them are read. */
interface Tokens {
  readonly all: readonly string[];
  next: number;
}

/** The condition that the text states; a text of another form is an identifier by itself. */
export function parseConditionText(text: string): Condition {
  const tokens: Tokens = { all: [...text.matchAll(TOKEN)].map(match => match[1] ?? ''), next: 0 };
  const condition = readGroup(tokens, 'any', '||');
  const isWhole = tokens.next === tokens.all.length;
  return condition && isWhole ? condition : { kind: 'identifier', name: text.trim() };
}

function readGroup(tokens: Tokens, kind: 'any' | 'all', operator: string): Condition | undefined {
  const conditions: Condition[] = [];
  do {
    const part = kind === 'any' ? readGroup(tokens, 'all', '&&') : readTerm(tokens);
    if (part === undefined) return undefined;
    conditions.push(part);
  } while (take(tokens, operator));
  return conditions.length === 1 ? conditions[0] : { kind, conditions };
}

/** `!X`, `(X)`, `defined(X)`, `defined X` or `X`. */
function readTerm(tokens: Tokens): Condition | undefined {
  if (take(tokens, '!')) {
    const condition = readTerm(tokens);
    return condition && { kind: 'not', condition };
  }
  if (take(tokens, '(')) {
    const inner = readGroup(tokens, 'any', '||');
    return take(tokens, ')') ? inner : undefined;
  }
  if (take(tokens, 'defined')) return readTerm(tokens);
  const word = tokens.all[tokens.next] ?? '';
  if (!/^[A-Za-z_]/.test(word)) return undefined;
  tokens.next += 1;
  return { kind: 'identifier', name: word };
}

function take(tokens: Tokens, wanted: string): boolean {
  if (tokens.all[tokens.next] !== wanted) return false;
  tokens.next += 1;
  return true;
}
