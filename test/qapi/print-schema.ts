// A schema as text, for golden files: every definition with all that the model says of it.
import type {
  Command,
  Condition,
  Doc,
  Event,
  Marks,
  Member,
  Schema,
  SchemaType,
} from '../../src/qapi/model.js';

export function printSchema(schema: Schema): string {
  const lines = [
    ...[...schema.commands.values()].flatMap(printCommand),
    ...[...schema.events.values()].flatMap(printEvent),
    ...[...schema.types.values()].flatMap(printType),
  ];
  return lines.map(line => `${line}\n`).join('');
}

function printCommand(command: Command): readonly string[] {
  const flags = [
    command.allowOob && 'allow-oob',
    command.allowPreconfig && 'allow-preconfig',
    command.boxed && 'boxed',
    !command.closed && 'open',
    !command.successResponse && 'silent',
  ].filter(flag => typeof flag === 'string');
  const words = ['command', command.name, `(${command.arg ?? ''})`, '->', command.ret ?? 'nothing'];
  return [[...words, ...flags].join(' ') + printMarks(command), ...printDoc(command.doc, '  ')];
}

function printEvent(event: Event): readonly string[] {
  const boxed = event.boxed ? ' boxed' : '';
  const line = `event ${event.name} (${event.arg ?? ''})${boxed}${printMarks(event)}`;
  return [line, ...printDoc(event.doc, '  ')];
}

function printType(type: SchemaType): readonly string[] {
  const head = `${type.kind} ${type.name}`;
  switch (type.kind) {
    case 'builtin':
    case 'array':
      return [head];
    case 'enum':
      return [
        head + printMarks(type),
        ...printDoc(type.doc, '  '),
        ...type.values.flatMap(value => printPart(value.name, value)),
      ];
    case 'alternate':
      return [
        head + printMarks(type),
        ...printDoc(type.doc, '  '),
        ...type.alternatives.flatMap(({ name, type: of, ...rest }) =>
          printPart(`${name}: ${of}`, rest),
        ),
      ];
    case 'object':
      return [
        head + (type.tag === undefined ? '' : ` by ${type.tag}`) + printMarks(type),
        ...printDoc(type.doc, '  '),
        ...type.members.flatMap(printMember),
        ...(type.branches ?? []).flatMap(branch =>
          printPart(`${branch.value} => ${branch.type}`, branch),
        ),
      ];
  }
}

function printMember(member: Member): readonly string[] {
  return printPart(`${member.optional ? '*' : ''}${member.name}: ${member.type}`, member);
}

function printPart(text: string, marked: Marks): readonly string[] {
  return [`  ${text}${printMarks(marked)}`, ...printDoc(marked.doc, '    ')];
}

function printMarks({ features, featureConditions = {}, condition }: Marks): string {
  const shown = features?.map(name => {
    const own = featureConditions[name];
    return own === undefined ? name : `${name} if ${printCondition(own)}`;
  });
  const list = shown === undefined ? '' : ` [${shown.join(', ')}]`;
  return list + (condition === undefined ? '' : ` if ${printCondition(condition)}`);
}

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'identifier':
      return condition.name;
    case 'not':
      return `not ${printCondition(condition.condition)}`;
    default:
      return `${condition.kind}(${condition.conditions.map(printCondition).join(', ')})`;
  }
}

function printDoc(doc: Doc | undefined, indent: string): readonly string[] {
  return Object.entries(doc ?? {}).map(
    ([key, value]) => `${indent}${key}: ${JSON.stringify(value)}`,
  );
}
