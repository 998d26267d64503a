// What helps with a line while it is typed: what is wrong with it, what may come next, what it would send.
import type { Completion, ReplyFacts } from '../../completion/candidate.js';
import { completionsFor } from '../../completion/completions-for.js';
import { type Hint, lineHint } from '../../completion/line-hint.js';
import type { Completion as EditorCompletion } from '../../editor/menu.js';
import type { Schema } from '../../qapi/model.js';
import { type Annotations, agentAnnotations } from '../../shell/annotations.js';
import { annotations } from '../../shell/annotations-table.js';
import { bindLine } from '../../shell/binding/bind-command.js';
import { type Line, parseActions } from '../../shell/line.js';
import type { Problem } from '../../shell/problem.js';
import { shownCompletion, useHistory } from './candidates.js';
import type { Connection } from './connection.js';
import { ALL_DIRECTIVES } from './prompt-directives.js';
import { type TypedLine, typedLineAt, typedLines } from './typed-lines.js';

export interface TypingHost {
  readonly connection: Connection;
  recall(): readonly string[];
  /** What `.open` can show again. */
  replies(): readonly ReplyFacts[];
  /** Candidates came too late for the menu that is shown. */
  onLate(): void;
}

interface Hinted {
  readonly line: string;
  readonly cursor: number;
  readonly schema: Schema | undefined;
  readonly hint: Hint;
}

/** Lines of a paste that are looked at: at each key, all of them again. */
const MOST_CHECKED = 100;

function moved(problem: Problem, by: number): Problem {
  const { start, end } = problem.span;
  return { ...problem, span: { start: start + by, end: end + by } };
}

export class Typing {
  readonly #host: TypingHost;
  /** What was asked last: frames ask again and again. */
  #hinted: Hinted | undefined;
  #typed: { readonly text: string; readonly lines: readonly TypedLine[] } | undefined;

  constructor(host: TypingHost) {
    this.#host = host;
  }

  /** The command's members, and what would be sent. */
  hint(text: string, cursor: number): Hint {
    const { line, start } = typedLineAt(this.#lines(text), cursor);
    return this.#hint(line.text, cursor - start);
  }

  #hint(line: string, cursor: number): Hint {
    const { schema } = this.#host.connection;
    const known = this.#hinted;
    if (known?.line === line && known.cursor === cursor && known.schema === schema)
      return known.hint;
    const hint = lineHint({ line, cursor, schema, annotations: this.#annotations() });
    this.#hinted = { line, cursor, schema, hint };
    return hint;
  }

  /** What is wrong with what is typed, at its places in it. */
  check(text: string): readonly Problem[] {
    return this.#lines(text)
      .slice(0, MOST_CHECKED)
      .flatMap(({ line, start }) => this.#check(line).map(problem => moved(problem, start)));
  }

  #check(parsed: Line): readonly Problem[] {
    const line = this.#asTaken(parsed);
    const { syntax } = line;
    const isRequest =
      syntax.kind === 'command' || syntax.kind === 'raw' || syntax.kind === 'transaction';
    const session = this.#host.connection.now?.session;
    const schema = session?.isSchemaTold === true ? session.loadedSchema : undefined;
    if (!isRequest || schema === undefined) return line.problems;
    const { problems } = bindLine({ schema, annotations }, line, syntax);
    return problems.filter(row => row.code !== 'missing-member' && row.code !== 'by-form');
  }

  /** What may stand at a place of the line; of an empty line only if Tab asks. */
  complete(
    text: string,
    cursor: number,
    explicit: boolean,
  ): EditorCompletion | undefined | Promise<EditorCompletion> {
    const { line, start } = typedLineAt(this.#lines(text), cursor);
    const isAsked = explicit || text.slice(start, cursor).trim() !== '';
    if (this.#host.connection.now === undefined || !isAsked) return undefined;
    const found = this.#complete(line.text, cursor - start, explicit);
    const shown = (completion: Completion) => shownCompletion(completion, start);
    return found instanceof Promise ? found.then(shown) : shown(found);
  }

  readonly #complete = completionsFor({
    context: () => ({
      schema: this.#host.connection.schema,
      annotations: this.#annotations(),
    }),
    facts: () => ({
      history: useHistory(this.#host.recall()),
      directives: ALL_DIRECTIVES,
      openTransaction: this.#host.connection.now?.runner.isTransactionOpen === true,
      replies: this.#host.replies(),
    }),
    live: () => this.#host.connection.live,
    onLate: () => this.#host.onLate(),
  });

  #lines(text: string): readonly TypedLine[] {
    if (this.#typed?.text !== text) this.#typed = { text, lines: typedLines(text) };
    return this.#typed.lines;
  }

  /** The line as it will be taken: an action while a transaction is open. */
  #asTaken(line: Line): Line {
    const isAction = this.#host.connection.now?.runner.isAction(line) === true;
    return isAction ? parseActions(line.text) : line;
  }

  #annotations(): Annotations {
    const isAgent = this.#host.connection.now?.session.client.isGuestAgent === true;
    return isAgent ? agentAnnotations(annotations) : annotations;
  }
}
