// `qmpsh demo`: a session on a simulated VM, or one served to other programs.
import { EXIT, type ExitCode } from '../../shell/outcome.js';
import { say } from '../report.js';
import { stderr } from '../stdio.js';
import { demoServer } from './demo-endpoint.js';
import { listenOn } from './listen.js';

const USAGE =
  'usage: qmpsh demo [VERSION] [--recorded FILE] [--tour] [--listen PATH]... [options] [command]';

interface DemoCommand {
  /** What stands after `demo:`. */
  readonly name: string | undefined;
  readonly listen: readonly string[];
  /** For the session, as if after the target. */
  readonly rest: readonly string[];
}

/** @param run runs a command line, as if it had been typed. */
export async function runDemoCommand(
  args: readonly string[],
  run: (argv: readonly string[], isTour: boolean) => Promise<ExitCode>,
): Promise<ExitCode> {
  const command = readCommand(args);
  if (typeof command === 'string') {
    say(`${command} (${USAGE})`);
    return EXIT.usage;
  }
  if (command.listen.length > 0) return serve(command);
  const { name = '', rest } = command;
  const own = rest.filter(word => word !== '--tour');
  return run([`demo:${name}`, ...own], own.length < rest.length);
}

/** Takes the options of its own out; gives what is wrong with them. */
function readCommand(args: readonly string[]): DemoCommand | string {
  const listen: string[] = [];
  const rest: string[] = [];
  let recorded: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const [option = '', given] = splitOption(args[at] ?? '');
    if (option !== '--listen' && option !== '--recorded') {
      rest.push(args[at] ?? '');
      continue;
    }
    const value = given ?? args[at + 1];
    if (given === undefined) at += 1;
    if (value === undefined) return `option '${option}' needs a value`;
    if (option === '--listen') listen.push(value);
    else recorded = value;
  }
  const version = /^\d+(\.\d+)*$/.test(rest[0] ?? '') ? rest.shift() : undefined;
  return { name: recorded === undefined ? version : asPath(recorded), listen, rest };
}

function splitOption(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  if (!word.startsWith('--') || at < 0) return [word, undefined];
  return [word.slice(0, at), word.slice(at + 1)];
}

/** With a slash, by which a file is told from a version. */
function asPath(file: string): string {
  return file.includes('/') ? file : `./${file}`;
}

/** Until a signal, or until a client has the VM quit. */
async function serve({ name, listen, rest }: DemoCommand): Promise<ExitCode> {
  if (rest.length > 0) {
    say(`expected nothing besides --listen, found '${rest[0]}' (${USAGE})`);
    return EXIT.usage;
  }
  try {
    const server = await demoServer(name);
    const closings: (() => void)[] = [];
    for (const path of listen) {
      const number = server.addMonitor(`unix:${path},server=on`);
      closings.push(await listenOn(path, server.endpoint(number)));
      stderr.write(`qmpsh: simulated server on ${path}\n`);
    }
    await server.ended;
    for (const close of closings) close();
    return EXIT.ok;
  } catch (failure) {
    const { exitCodeOf } = await import('../report.js');
    say(failure instanceof Error ? failure.message : String(failure));
    return exitCodeOf(failure);
  }
}
