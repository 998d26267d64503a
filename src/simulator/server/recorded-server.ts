// A server that answers as another was recorded to, and knows nothing else.
import { isJsonObject, type JsonObject } from '../../json/value.js';
import { keyOf, type Recording } from '../recorded/recording.js';
import { refusal } from '../refusal.js';
import { commandNotFound, type Dialect, dialectOf } from './dialect.js';
import type { Request } from './read-request.js';
import { type Host, type Peer, Session } from './session.js';
import { greeting } from './wire-text.js';

export class RecordedServer implements Host {
  readonly isHung = false;
  readonly greeting: string;
  readonly dialect: Dialect;
  /** It never ends by itself. */
  readonly ended = new Promise<void>(() => undefined);
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
    this.greeting = greeting(recording.version, []);
    const [major, minor] = numbersOf(recording.version);
    const isModern = major > 2 || (major === 2 && minor >= 12);
    this.dialect = dialectOf({ name: '', numbers: [major, minor, 0], isModern });
  }

  connect(peer: Peer): Session {
    return new Session(this, peer);
  }

  disconnect(session: Session): void {
    session.leave();
  }

  negotiate(): { readonly oob: boolean } {
    return { oob: false };
  }

  execute(session: Session, { name, args, id }: Request): void {
    const { answers, commands } = this.#recording;
    const answer = answers.get(keyOf(name, args));
    if (answer !== undefined) {
      session.answer(answer, id);
      return;
    }
    const isUnknown = commands.size > 0 && !commands.has(name);
    const other = refusal(`'${name}' with these arguments is not in the recording`);
    session.refuse(isUnknown ? commandNotFound(name) : other, id);
  }

  direct(session: Session, { id }: Request): void {
    session.refuse(refusal('a recording cannot be directed'), id);
  }
}

function numbersOf({ qemu }: JsonObject): readonly [number, number] {
  if (!isJsonObject(qemu)) return [0, 0];
  return [Number(qemu.major), Number(qemu.minor)];
}
