// Bytes -> JSON tokens, as QEMU's monitor cuts them: what is no token is one error, then input is skipped up to a
// bracket, a colon, a comma or a control character. Values are not read here.

export type TokenKind = 'mark' | 'string' | 'integer' | 'float' | 'keyword' | 'error';

/** Takes each token; the text is Latin-1, a character for each byte. */
export type OnToken = (kind: TokenKind, text: string) => void;

/** QEMU's limit for one token and for one message, in bytes. */
export const MAX_TOKEN_SIZE = 64 * 1024 * 1024;

type State =
  | 'start'
  | 'recovery'
  | 'double'
  | 'double-escape'
  | 'single'
  | 'single-escape'
  | 'keyword'
  | 'minus'
  | 'zero'
  | 'digits'
  | 'point'
  | 'fraction'
  | 'e'
  | 'e-sign'
  | 'exponent';

/** What a character does in a state: go on in another, end a token before or with it, or spoil it. */
type Step = State | { readonly ends: TokenKind; readonly with: boolean } | 'error';

const isDigit = (char: string) => char >= '0' && char <= '9';
const isLetter = (char: string) => char >= 'a' && char <= 'z';
const isMark = (char: string) => '{}[]:,'.includes(char);
const isControl = (char: string) => char < ' ';
/** Bytes that no UTF-8 text has: clients send them to force the parser into a known state. */
const isImpossible = (char: string) => char >= '\xfe';

const before = (kind: TokenKind): Step => ({ ends: kind, with: false });
const whole = (kind: TokenKind): Step => ({ ends: kind, with: true });

const inString =
  (state: State, escapeState: State, quote: string) =>
  (char: string): Step => {
    if (char === quote) return whole('string');
    if (isControl(char) || isImpossible(char)) return 'error';
    return char === '\\' ? escapeState : state;
  };

const escaped =
  (state: State) =>
  (char: string): Step =>
    isControl(char) || isImpossible(char) ? 'error' : state;

/** One row for each state within a token. */
const STEPS: Readonly<Record<Exclude<State, 'start' | 'recovery'>, (char: string) => Step>> = {
  double: inString('double', 'double-escape', '"'),
  'double-escape': escaped('double'),
  single: inString('single', 'single-escape', "'"),
  'single-escape': escaped('single'),
  keyword: char => (isLetter(char) ? 'keyword' : before('keyword')),
  minus: char => (char === '0' ? 'zero' : isDigit(char) ? 'digits' : 'error'),
  zero: char => (isDigit(char) ? 'error' : afterInteger(char)),
  digits: char => (isDigit(char) ? 'digits' : afterInteger(char)),
  point: char => (isDigit(char) ? 'fraction' : 'error'),
  fraction: char => (isDigit(char) ? 'fraction' : isE(char) ? 'e' : before('float')),
  e: char => (isDigit(char) ? 'exponent' : char === '+' || char === '-' ? 'e-sign' : 'error'),
  'e-sign': char => (isDigit(char) ? 'exponent' : 'error'),
  exponent: char => (isDigit(char) ? 'exponent' : before('float')),
};

const isE = (char: string) => char === 'e' || char === 'E';

function afterInteger(char: string): Step {
  if (char === '.') return 'point';
  return isE(char) ? 'e' : before('integer');
}

function startStep(char: string): Step | 'space' {
  if (char === ' ' || char === '\t' || char === '\r' || char === '\n') return 'space';
  if (char === '"') return 'double';
  if (char === "'") return 'single';
  if (isLetter(char)) return 'keyword';
  if (char === '-') return 'minus';
  if (char === '0') return 'zero';
  if (isDigit(char)) return 'digits';
  return isMark(char) ? whole('mark') : 'error';
}

/** Characters of a string that change nothing: skipped at once. */
const PLAIN = { double: /[ !#-[\]-\xfd]+/y, single: /[ -&(-[\]-\xfd]+/y } as const;

/** Cuts tokens out of bytes that come in any chunks. */
export class Lexer {
  #state: State = 'start';
  /** The token so far, without what lies in the present chunk. */
  #token = '';

  feed(chunk: string, onToken: OnToken): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#state === 'double' || this.#state === 'single') {
        at = skipPlain(PLAIN[this.#state], chunk, at);
        if (at >= chunk.length) break;
      }
      const char = chunk[at] ?? '';
      if (this.#isBetween(char, onToken)) from = at + 1;
      else if (this.#takeChar(char, chunk.slice(from, at), onToken)) from = at + 1;
      else if (this.#state === 'start') {
        from = at;
        at -= 1; // Ended before this character, which begins what follows.
      }
    }
    if (this.#isInToken()) this.#token += chunk.slice(from);
    if (this.#token.length > MAX_TOKEN_SIZE) this.#end('string', '', onToken);
  }

  #isInToken(): boolean {
    return this.#state !== 'start' && this.#state !== 'recovery';
  }

  /** Deals with a character outside tokens that begins none; says whether it was one. */
  #isBetween(char: string, onToken: OnToken): boolean {
    if (this.#state === 'recovery') {
      const goesOn = isMark(char) || (isControl(char) && char !== '\t') || isImpossible(char);
      if (!goesOn) return true;
      this.#state = 'start';
    }
    if (this.#state !== 'start') return false;
    const step = startStep(char);
    if (step === 'space') return true;
    if (step === 'error') {
      onToken('error', char);
      this.#state = 'recovery';
      return true;
    }
    if (typeof step === 'object') {
      onToken(step.ends, char);
      return true;
    }
    return false;
  }

  /** Deals with a character of a token; `seen` is what of it stands before. Says whether it is used up and gone. */
  #takeChar(char: string, seen: string, onToken: OnToken): boolean {
    if (this.#state === 'start') {
      const step = startStep(char);
      if (typeof step === 'string' && step !== 'error' && step !== 'space') this.#state = step;
      return false;
    }
    if (this.#state === 'recovery') return true;
    const step = STEPS[this.#state](char);
    if (step === 'error') {
      this.#end('error', seen + char, onToken);
      this.#state = 'recovery';
      return true;
    }
    if (typeof step === 'string') {
      this.#state = step;
      return false;
    }
    this.#end(step.ends, step.with ? seen + char : seen, onToken);
    return step.with;
  }

  #end(kind: TokenKind, rest: string, onToken: OnToken): void {
    const text = this.#token + rest;
    this.#token = '';
    this.#state = 'start';
    onToken(kind, text);
  }
}

function skipPlain(pattern: RegExp, chunk: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(chunk) ? pattern.lastIndex : at;
}
