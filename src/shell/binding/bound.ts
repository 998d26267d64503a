// What binding gives, and the walk that every binding begins with.
import { printJson } from '../../json/print.js';
import type { JsonObject } from '../../json/value.js';
import type { Schema } from '../../qapi/model.js';
import { type Annotations, commandNotes } from '../annotations.js';
import type { Problem } from '../problem.js';
import { bindGroup } from './bind-object.js';
import { bindValue } from './bind-value.js';
import type { Place, Walk } from './walk.js';

/** What binding needs to know of the world. */
export interface BindContext {
  /** The server's schema; undefined for a server that describes nothing. */
  readonly schema: Schema | undefined;
  readonly annotations: Annotations;
}

/** A QMP command ready to be sent. */
export interface Request {
  readonly name: string;
  readonly oob: boolean;
  /** JSON text of an object, or undefined where there are no arguments. */
  readonly argumentsText?: string;
  /** JSON text of the id that the user gave in raw JSON. */
  readonly userId?: string;
}

/** A line bound: what would be sent, and what is wrong with it. */
export interface Bound {
  /** Undefined only where not even the form of a request can be made out. */
  readonly request: Request | undefined;
  /** The decoded arguments, for whoever judges the request by what it does. */
  readonly arguments: JsonObject;
  readonly problems: readonly Problem[];
  readonly places: readonly Place[];
}

const EMPTY_SCHEMA: Schema = { commands: new Map(), events: new Map(), types: new Map() };

/** A walk for the words of one command or action. */
export function newWalk(context: BindContext, command: string): Walk {
  return {
    schema: context.schema ?? EMPTY_SCHEMA,
    command,
    notes: commandNotes(context.annotations, command),
    problems: [],
    places: [],
    recurse: { value: bindValue, group: bindGroup },
  };
}

/** The walk's outcome as a request. */
export function boundAs(walk: Walk, oob: boolean, args: JsonObject): Bound {
  const request = { name: walk.command, oob, ...argumentsText(args) };
  return { request, arguments: args, problems: walk.problems, places: walk.places };
}

function argumentsText(args: JsonObject): { argumentsText?: string } {
  return Object.keys(args).length === 0 ? {} : { argumentsText: printJson(args) };
}
