// Raw QMP on a line -> the request that it spells, numbers digit for digit. Nothing is looked up for it.
import { didYouMean } from '../nearest.js';
import { error, type Problem, type Span } from '../problem.js';
import { type JsonMember, type JsonNode, memberNode, nodeText } from '../relaxed-json.js';
import type { Request } from './bound.js';

/** qmp-spec, "Issuing Commands". */
const MEMBERS = ['execute', 'exec-oob', 'arguments', 'id'];

/** The request of `{"execute": ...}` or `{"exec-oob": ...}`, or what is wrong with its form. */
export function rawRequest(node: JsonNode): Request | { readonly problems: readonly Problem[] } {
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
