// What helps with a line while it is typed: what is wrong with it, what may come next, what it would send.
import type { ReplyFacts } from '../../completion/candidate.js';
import { completionsFor } from '../../completion/completions-for.js';
import { type Hint, lineHint } from '../../completion/line-hint.js';
import type { Completion as EditorCompletion } from '../../editor/menu.js';
import type { Schema } from '../../qapi/model.js';
import { type Annotations, agentAnnotations } from '../../shell/annotations.js';
import { annotations } from '../../shell/annotations-table.js';
import { bindLine } from '../../shell/binding/bind-command.js';
import { type Line, parseActions, parseLine } from '../../shell/line.js';
import type { Problem } from '../../shell/problem.js';
import { shownCompletion, useHistory } from './candidates.js';
import type { Connection } from './connection.js';
import { ALL_DIRECTIVES } from './prompt-directives.js';

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

export class Typing {
  readonly #host: TypingHost;
  /** What was asked last: frames ask again and again. */
  #hinted: Hinted | undefined;

  constructor(host: TypingHost) {
    this.#host = host;
  }

  /** The command's members, and what would be sent. */
  hint(line: string, cursor: number): Hint {
    const { schema } = this.#host.connection;
    const known = this.#hinted;
    if (known?.line === line && known.cursor === cursor && known.schema === schema)
      return known.hint;
    const hint = lineHint({ line, cursor, schema, annotations: this.#annotations() });
    this.#hinted = { line, cursor, schema, hint };
    return hint;
  }

  /** What is wrong with the line. */
  check(text: string): readonly Problem[] {
    const line = this.#readLine(text);
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
    line: string,
    cursor: number,
    explicit: boolean,
  ): EditorCompletion | undefined | Promise<EditorCompletion> {
    const isAsked = explicit || line.slice(0, cursor).trim() !== '';
    if (this.#host.connection.now === undefined || !isAsked) return undefined;
    const found = this.#complete(line, cursor, explicit);
    return found instanceof Promise ? found.then(shownCompletion) : shownCompletion(found);
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

  /** The line as it will be taken: an action while a transaction is open. */
  #readLine(text: string): Line {
    const line = parseLine(text);
    return this.#host.connection.now?.runner.isAction(line) === true ? parseActions(text) : line;
  }

  #annotations(): Annotations {
    const isAgent = this.#host.connection.now?.session.client.isGuestAgent === true;
    return isAgent ? agentAnnotations(annotations) : annotations;
  }
}
