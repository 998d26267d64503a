// Raw QMP on a line -> the request: parsed and written again, its numbers digit for digit. The schema only warns.
import { isJsonObject } from '../../json/value.js';
import { findInMap } from '../../qapi/object-view.js';
import { commandNotes } from '../annotations.js';
import { didYouMean } from '../nearest.js';
import { error, type Problem, type Span } from '../problem.js';
import {
  type JsonMember,
  type JsonNode,
  memberNode,
  nodeText,
  nodeValue,
} from '../relaxed-json.js';
import { bindJsonObject } from './bind-json.js';
import { type BindContext, type Bound, newWalk, type Request } from './bound.js';
import type { Place } from './walk.js';

/** qmp-spec, "Issuing Commands". */
const MEMBERS = ['execute', 'exec-oob', 'arguments', 'id'];

/** Binds `{"execute": ...}` or `{"exec-oob": ...}`. */
export function bindRaw(context: BindContext, node: JsonNode): Bound {
  const request = requestOf(node);
  if ('problems' in request)
    return { request: undefined, arguments: {}, problems: request.problems, places: [] };
  const args = memberNode(node, 'arguments')?.value;
  const value = args === undefined ? {} : nodeValue(args);
  const { problems, places } = warnings(context, request, args);
  const known = isJsonObject(value) ? value : {};
  return {
    request,
    arguments: known,
    problems: [...refusal(context, request, node), ...problems],
    places,
  };
}

function requestOf(node: JsonNode): Request | { readonly problems: readonly Problem[] } {
  const named = [memberNode(node, 'execute'), memberNode(node, 'exec-oob')].filter(
    found => found !== undefined,
  );
  const problems = [
    ...unexpectedMembers(node),
    ...nameProblems(node, named),
    ...argumentProblems(node),
  ];
  const name = named[0]?.value;
  if (problems.length > 0 || name?.kind !== 'string') return { problems };
  const args = memberNode(node, 'arguments')?.value;
  const id = memberNode(node, 'id')?.value;
  return {
    name: name.value,
    oob: named[0]!.key === 'exec-oob',
    ...(args === undefined ? {} : { argumentsText: nodeText(args) }),
    ...(id === undefined ? {} : { userId: nodeText(id) }),
  };
}

function unexpectedMembers(node: JsonNode): Problem[] {
  const members = node.kind === 'object' ? node.members : [];
  return members
    .filter(member => !MEMBERS.includes(member.key))
    .map(({ key, keySpan }) => {
      const hint = didYouMean(key, MEMBERS);
      return error('syntax', keySpan, `unexpected member '${key}' of a QMP command${hint}`);
    });
}

function nameProblems(node: JsonNode, named: readonly JsonMember[]): Problem[] {
  const [first, second] = named;
  const open: Span = { start: node.span.start, end: node.span.start + 1 };
  if (first === undefined)
    return [error('syntax', open, "expected a member 'execute' or 'exec-oob'")];
  if (second !== undefined) {
    return [error('syntax', second.keySpan, "expected either 'execute' or 'exec-oob', found both")];
  }
  if (first.value.kind === 'string') return [];
  return [error('syntax', first.value.span, `expected a command's name as '${first.key}'`)];
}

function argumentProblems(node: JsonNode): Problem[] {
  const args = memberNode(node, 'arguments')?.value;
  if (args === undefined || args.kind === 'object') return [];
  return [error('syntax', args.span, "expected an object as 'arguments'")];
}

function refusal(context: BindContext, request: Request, node: JsonNode): Problem[] {
  const reason = commandNotes(context.annotations, request.name)?.refused;
  if (reason === undefined) return [];
  return [error('refused', node.span, `'${request.name}' is refused: ${reason}`)];
}

/** What the schema has to say, all of it as warnings: raw QMP is the way out of a wrong schema. */
function warnings(
  context: BindContext,
  request: Request,
  args: JsonNode | undefined,
): { problems: readonly Problem[]; places: readonly Place[] } {
  const command = context.schema && findInMap(context.schema.commands, request.name);
  if (context.schema === undefined || command?.arg === undefined || args?.kind !== 'object') {
    return { problems: [], places: [] };
  }
  const walk = newWalk(context, command.name);
  const where = { type: command.arg, path: [], span: args.span };
  bindJsonObject(walk, where, args, !command.closed);
  return {
    problems: walk.problems.map(row => ({ ...row, severity: 'warning' })),
    places: walk.places,
  };
}
