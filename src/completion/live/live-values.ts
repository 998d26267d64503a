// Live values of one connection: kept until something changes them, asked for one query at a time, out of the way of
// the user's own commands. An edge: it sends.
import { printJson } from '../../json/print.js';
import type { JsonObject, JsonValue } from '../../json/value.js';
import { objectOf, type Schema } from '../../qapi/model.js';
import { DEMO_COMMAND } from '../../qmp/own-command.js';
import type { CommandRequest, Reply } from '../../qmp/request.js';
import { steadyNow } from '../../qmp/steady-clock.js';
import type { Annotations } from '../../shell/annotations.js';
import { escapeLine } from '../../shell/escape.js';
import type { LiveValue, Sources, Want } from '../candidate.js';
import type { Group, Query, SourceRow } from './source-row.js';
import { changedBy, changedByEvent, SOURCES } from './table.js';

/** What is needed of the world. */
export interface LiveOptions {
  readonly schema: Schema;
  readonly annotations: Annotations;
  /** Sends a command; rejects where the connection is lost. */
  readonly send: (request: CommandRequest) => Promise<Reply>;
  /** How many commands are with the server just now, this table's own among them. */
  readonly inFlight: () => number;
  /** Whether it is known that the server does not answer. */
  readonly isBlocked?: () => boolean;
  /** `.set live off` and `--read-only` turn live values off. */
  readonly isAllowed: () => boolean;
  /** Files of a folder, where the server is on this host. */
  readonly readFolder?: (path: string) => readonly LiveValue[];
  /** By kind: what is looked for on this host, and not asked of the server. */
  readonly here?: Readonly<Record<string, () => Promise<readonly LiveValue[]>>>;
  /** Why something is not asked for any more; told once. */
  readonly onNote?: (text: string) => void;
  readonly now?: () => number;
}

/** A query that took longer is not repeated in the session, in ms. */
const TOO_SLOW_MS = 1000;
/** How long what was found on this host is taken for true, in ms: servers come and go. */
const HERE_MS = 3000;
/** Not the time of day, which may be set while a query is on its way. */
/** Answers to different questions that are kept, and values in all of them but the last. */
const MOST_KEPT = 200;
const MOST_VALUES = 20_000;

interface Kept {
  readonly values: readonly LiveValue[];
  readonly groups: readonly Group[];
  /** When it is to be looked for anew. */
  readonly until?: number;
}

export class LiveValues {
  readonly #options: LiveOptions;
  readonly #kept = new Map<string, Kept>();
  /** Kinds whose queries took too long. */
  readonly #slow = new Set<string>();
  #isAsking = false;
  /** When the present query was sent. */
  #askedAt = 0;
  /** What the present place wants; what an earlier one wanted is forgotten. */
  #wanted: { readonly wants: readonly Want[]; readonly isTab: boolean } | undefined;
  #waiting: (() => void)[] = [];
  /** Counts changes, so that an answer older than one is not kept. */
  #age = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** What is at hand; never asks. */
  readonly sources: Sources = want => {
    const { readFolder, isAllowed } = this.#options;
    if (!isAllowed()) return undefined;
    const folder = folderOf(want);
    if (folder !== undefined) return readFolder?.(folder).flatMap(harmless);
    if (want.kind === 'network-interface')
      return readFolder?.(INTERFACES).map(({ name }) => ({ name }));
    return this.#recall(keyOf(want));
  };

  /** What was used of late is kept longest: the root of the object tree is looked at on every way down. */
  #recall(key: string): readonly LiveValue[] | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.values;
  }

  /** Whether asking would find more than is at hand, and soon. */
  isWorthAsking(wants: readonly Want[], isTab: boolean): boolean {
    const isStuck = this.#isStuck();
    return wants.some(
      want => this.#mayLook(want, isTab) || (!isStuck && this.#mayAsk(want, isTab)),
    );
  }

  /** A command of the user's is with the server, or our own has been for long. */
  #isStuck(): boolean {
    const { inFlight, isBlocked, now = steadyNow } = this.#options;
    if (isBlocked?.() === true || inFlight() > (this.#isAsking ? 1 : 0)) return true;
    return this.#isAsking && now() - this.#askedAt > TOO_SLOW_MS;
  }

  /** Asks for what is not at hand; settles when there is no more to come. A later call takes the place of this one. */
  ask(wants: readonly Want[], isTab: boolean): Promise<void> {
    this.#wanted = { wants, isTab };
    return new Promise(resolve => {
      this.#waiting.push(resolve);
      void this.#work();
    });
  }

  /** A command of the user's was answered. */
  noteCommand(name: string): void {
    this.#drop(changedBy(name));
  }

  noteEvent(name: string): void {
    this.#drop(changedByEvent(name));
  }

  #drop(groups: readonly Group[]): void {
    if (groups.length > 0) this.#age += 1;
    for (const [key, kept] of this.#kept) {
      if (kept.groups.some(group => groups.includes(group))) this.#kept.delete(key);
    }
  }

  #mayAsk(want: Want, isTab: boolean): boolean {
    const row = SOURCES[want.kind];
    if (row === undefined || !this.#options.isAllowed()) return false;
    if (row.onTab && (!isTab || this.#slow.has(want.kind))) return false;
    return !this.#kept.has(keyOf(want)) && !this.#isFatal(want) && !this.#slow.has(want.kind);
  }

  /** Whether it is something of this host's, which no server holds up. */
  #mayLook(want: Want, isTab: boolean): boolean {
    const { here = {}, isAllowed, now = steadyNow } = this.#options;
    if (!isTab || !isAllowed() || !Object.hasOwn(here, want.kind)) return false;
    const until = this.#kept.get(keyOf(want))?.until;
    return until === undefined || until < now();
  }

  /** Types of which asking has ended servers. */
  #isFatal({ kind, of = '' }: Want): boolean {
    const fatal = this.#options.annotations.commands.get('device-list-properties')?.fatal ?? [];
    return kind === 'device-property' && fatal.includes(of);
  }

  /** One want after the other; of whatever is wanted when it is next looked. */
  async #work(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      for (let want = this.#next(); want !== undefined; want = this.#next()) await this.#find(want);
    } catch {
      // The connection is lost: whoever owns it says so.
    } finally {
      this.#isAsking = false;
      this.#wanted = undefined;
      for (const done of this.#waiting.splice(0)) done();
    }
  }

  #next(): Want | undefined {
    const { wants = [], isTab = false } = this.#wanted ?? {};
    const { inFlight, isBlocked } = this.#options;
    const here = wants.find(want => this.#mayLook(want, isTab));
    if (here !== undefined || inFlight() > 0 || isBlocked?.() === true) return here;
    return wants.find(want => this.#mayAsk(want, isTab));
  }

  async #look(want: Want): Promise<void> {
    const { here = {}, now = steadyNow } = this.#options;
    const found = (await here[want.kind]?.()) ?? [];
    const values = found.flatMap(harmless);
    this.#kept.set(keyOf(want), { values, groups: [], until: now() + HERE_MS });
  }

  async #find(want: Want): Promise<void> {
    if (this.#options.here?.[want.kind] !== undefined) return this.#look(want);
    const row = SOURCES[want.kind];
    if (row === undefined) return;
    const age = this.#age;
    const { now = steadyNow } = this.#options;
    this.#askedAt = now();
    const answers = await this.#answers(row, want.of ?? '');
    if (now() - this.#askedAt > TOO_SLOW_MS) this.#noteSlow(want.kind);
    if (age === this.#age) this.#keep(want, row, answers);
    else this.#wanted = undefined;
  }

  async #answers(row: SourceRow, of: string): Promise<(JsonValue | undefined)[]> {
    const answers: (JsonValue | undefined)[] = [];
    for (const ask of row.ask) {
      const query = ask(of, answers);
      answers.push(query === undefined ? undefined : await this.#answer(query));
    }
    return answers;
  }

  async #answer(query: Query): Promise<JsonValue | undefined> {
    const { schema } = this.#options;
    const command = schema.commands.get(query.command);
    if (query.command === DEMO_COMMAND) return this.#answerOf(query.command, query.args ?? {});
    if (command === undefined) return undefined;
    const taken = objectOf(schema, command.arg)?.members.map(member => member.name) ?? [];
    const args = Object.entries(query.args ?? {}).filter(([name]) => taken.includes(name));
    return this.#answerOf(query.command, Object.fromEntries(args));
  }

  async #answerOf(name: string, args: JsonObject): Promise<JsonValue | undefined> {
    const argumentsText = Object.keys(args).length === 0 ? undefined : printJson(args);
    const reply = await this.#options.send({ name, ...(argumentsText && { argumentsText }) });
    return reply.kind === 'return' ? reply.value : undefined;
  }

  #keep(want: Want, row: SourceRow, answers: readonly (JsonValue | undefined)[]): void {
    const values = row.read(answers, want.of ?? '').flatMap(harmless);
    this.#kept.set(keyOf(want), { values, groups: row.groups });
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    let count = [...this.#kept.values()].reduce((sum, { values }) => sum + values.length, 0);
    for (const [key, { values }] of this.#kept) {
      const isLittle = this.#kept.size <= MOST_KEPT && count <= MOST_VALUES;
      if (isLittle || this.#kept.size === 1) return;
      this.#kept.delete(key);
      count -= values.length;
    }
  }

  #noteSlow(kind: string): void {
    this.#slow.add(kind);
    this.#options.onNote?.(
      `looking for names took over a second: '${kind}' is not asked for again in this session`,
    );
  }
}

/** The folder of file names; an address has some behind `file:` and `unix:` only. */
function folderOf({ kind, of = '' }: Want): string | undefined {
  if (kind === 'file') return of;
  return kind === 'address' ? /^(?:file|unix):(.*)$/s.exec(of)?.[1] : undefined;
}

/** Where Linux lists the interfaces of a host. */
const INTERFACES = '/sys/class/net/';

function keyOf({ kind, of = '' }: Want): string {
  return `${kind} ${of}`;
}

/** What a server says is data: a name that cannot stand on a line is left out, a detail is shown escaped. */
function harmless(value: LiveValue): readonly LiveValue[] {
  const { name, detail } = value;
  if (name === '' || name !== escapeLine(name)) return [];
  return [detail === undefined ? value : { ...value, detail: escapeLine(detail) }];
}
