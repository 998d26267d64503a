// `.blocks`: asks for the block layer and shows it as one graph.
import { printJson } from '../../json/print.js';
import type { JsonObject, JsonValue } from '../../json/value.js';
import type { Schema } from '../../qapi/model.js';
import type { Reply } from '../../qmp/request.js';
import { EXIT, type Outcome } from '../../shell/outcome.js';
import { type BlockReplies, blockGraph } from '../../shell/trees/block-graph.js';
import { blockLines } from '../../shell/trees/block-lines.js';
import type { DirectiveContext } from '../directives.js';
import { ask, errorOutcome } from './ask.js';

/** In the order asked. The last but one is QEMU's own view of the graph, which it calls unstable; newer ones tell without. */
const QUESTIONS: readonly (keyof BlockReplies)[] = [
  'query-named-block-nodes',
  'query-block',
  'x-debug-query-block-graph',
  'query-block-exports',
];

export async function runBlocks(context: DirectiveContext): Promise<Outcome> {
  const schema = await context.session.schema();
  const replies: Partial<Record<keyof BlockReplies, JsonValue>> = {};
  let refusal: Reply | undefined;
  for (const name of QUESTIONS) {
    if (schema?.commands.has(name) === false) continue;
    const answer = await ask(context, name, argumentsOf(name, schema));
    if (answer.kind === 'none') return answer.outcome;
    if (answer.kind === 'return') replies[name] = answer.value;
    else refusal ??= answer;
  }
  if (Object.keys(replies).length === 0) return refusal ? errorOutcome(refusal) : NO_BLOCK_LAYER;
  const graph = blockGraph(replies);
  return { json: printJson(jsonOf(graph)), lines: room => blockLines(graph, room) };
}

/** Without `flat` each node comes with all images below it: 60 of a chain as 1830. */
function argumentsOf(name: string, schema: Schema | undefined): JsonObject | undefined {
  if (name !== 'query-named-block-nodes') return undefined;
  const arg = schema?.types.get(schema.commands.get(name)?.arg ?? '');
  const hasFlat = arg?.kind === 'object' && arg.members.some(member => member.name === 'flat');
  return hasFlat ? { flat: true } : undefined;
}

const NO_BLOCK_LAYER: Outcome = {
  failure: {
    exit: EXIT.error,
    message: 'this server has no block nodes to tell of',
    kind: 'failed',
  },
};

function jsonOf({ users, nodes }: ReturnType<typeof blockGraph>): JsonObject {
  return {
    users: users.map(user => ({ ...user, nodes: user.nodes.map(edge => ({ ...edge })) })),
    nodes: nodes.map(node => ({ ...node, children: node.children.map(edge => ({ ...edge })) })),
  };
}
