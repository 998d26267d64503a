// Raw QMP on a line -> the request: parsed and written again, its numbers digit for digit. The schema only warns.
import { isJsonObject } from '../../json/value.js';
import { findInMap } from '../../qapi/object-view.js';
import { commandNotes } from '../annotations.js';
import { error, type Problem } from '../problem.js';
import { type JsonNode, memberNode, nodeValue } from '../relaxed-json.js';
import { bindJsonObject } from './bind-json.js';
import { type BindContext, type Bound, newWalk, type Request } from './bound.js';
import { rawRequest } from './raw-request.js';
import type { Place } from './walk.js';

/** Binds `{"execute": ...}` or `{"exec-oob": ...}`. */
export function bindRaw(context: BindContext, node: JsonNode): Bound {
  const request = rawRequest(node);
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
