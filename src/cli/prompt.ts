// `qmpsh TARGET` on a terminal: the prompt, its history, and the terminal given back at the end.
import { isKept, recallOrder } from '../editor/history.js';
import { HistoryFile, historyPath } from '../editor/history-file.js';
import type { Schema } from '../qapi/model.js';
import type { Settings } from '../session/settings.js';
import { annotations } from '../shell/annotations-table.js';
import { escapeMessage } from '../shell/escape.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { type OutputForm, outcomeText } from '../shell/output.js';
import { isPrivate, maskLine } from '../shell/secret-lines.js';
import { promptOpener } from '../tui/line/open-prompt.js';
import type { LinePrompt, PromptOptions } from '../tui/line/prompt.js';
import type { ScreenOptions } from '../tui/screen-host.js';
import { applyConfig, type Config, configPath, readConfig, type View } from './config.js';
import type { TourGuide } from './demo/tour/tour-guide.js';
import type { OnWire } from './log.js';
import type { Options } from './options.js';
import { Repl } from './prompt/repl.js';
import { typedLines, withoutSecrets } from './prompt/typed-lines.js';
import { Recorder } from './record.js';
import { exitCodeOf, say } from './report.js';
import { givenSchema, outputForm, terminalColumns } from './run.js';
import { leaveInterruptsToPrompt } from './signals.js';
import { connectTo } from './targets.js';

/** Runs lines until the person leaves. */
export async function runPrompt(
  target: string,
  options: Options,
  isTour = false,
): Promise<ExitCode> {
  // What is said before there is a prompt is laid out for the whole terminal.
  let columns = terminalColumns;
  const form = await outputForm(options, true, () => columns());
  if (typeof form === 'string') {
    say(form);
    return EXIT.usage;
  }
  try {
    const given = await givenSchema(options);
    const opened = (repl: Repl) => {
      columns = () => repl.voice.columns;
    };
    return await openRepl(target, options, form, { given, isTour, opened });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}

interface Opening {
  readonly given: Schema | undefined;
  readonly isTour: boolean;
  readonly opened: (repl: Repl) => void;
}

async function openRepl(
  target: string,
  options: Options,
  form: OutputForm,
  { given, isTour, opened }: Opening,
): Promise<ExitCode> {
  let tell = say;
  const early: string[] = [];
  const config = readConfig(configPath(process.env), message => early.push(message));
  const loading = opener(options, config.view);
  const file = new HistoryFile(historyPath(process.env), message => tell(message));
  const entries = [...file.load()];
  const recorder = new Recorder();
  const tour = isTour ? await openTour(text => repl.say(text)) : undefined;
  const watch: OnWire = (direction, text) => {
    recorder.take(direction, text);
    tour?.wire(direction, text);
  };
  const repl = new Repl({
    target,
    connect: where =>
      connectTo(where, options, {
        tell: text => tell(text),
        tellSent: json => repl.voice.print(json),
        watch,
      }),
    ...(tour === undefined ? {} : { tour }),
    record: path => recorder.turn(path, message => tell(message)),
    settings: firstSettings(options, config),
    readOnly: options.readOnly,
    noCheck: options.noCheck,
    given,
    neverAsk: options.yes,
    format: (outcome, command) => outcomeText(form, outcome, command),
    history: vm => recallOrder(entries, vm),
    remember: (vm, line) => {
      if (!isKept(line) || isPrivate(annotations, line)) return;
      const entry = { t: Date.now(), vm, line: maskLine(annotations, line) };
      entries.push(entry);
      file.append(entry);
    },
  });
  for (const message of early) tell(message);
  opened(repl);
  tour?.begin();
  const opening = loading.then(open => (ready: Repl) => {
    // Standard error is the same screen: what is written there would stand in the middle of the prompt.
    tell = text => ready.say(`qmpsh: ${escapeMessage(text)}`);
    leaveInterruptsToPrompt(); // Not before: until there is a server Ctrl-C ends the program.
    return open(ready);
  });
  return repl.start(opening);
}

async function openTour(say: (text: string) => void): Promise<TourGuide> {
  const { TourGuide } = await import('./demo/tour/tour-guide.js');
  return new TourGuide(say);
}

/** As the file of settings says; what the command line says wins. */
function firstSettings({ timeoutMs, readOnly }: Options, config: Config): Settings {
  const settings: Settings = { timeoutMs: undefined, keepGoing: true, confirm: true, live: true };
  applyConfig(settings, config);
  return {
    ...settings,
    timeoutMs: timeoutMs ?? settings.timeoutMs,
    live: settings.live && !readOnly,
  };
}

/** How the prompt is opened: the session view, or the line editor where that is asked for or all there can be. */
async function opener(given: Options, view: View | undefined): Promise<(repl: Repl) => LinePrompt> {
  const isAsked = given.line || given.monitor;
  const options = isAsked
    ? given
    : { ...given, line: view === 'line', monitor: view === 'monitor' };
  const open = await loadedPrompt(options);
  return repl => {
    // Once the first frame is there: until then to collect often would only take time.
    setImmediate(async () => (await import('./prompt/small-heap.js')).keepHeapSmall());
    return open(repl);
  };
}

async function loadedPrompt(options: Options): Promise<(repl: Repl) => LinePrompt> {
  if (isPlain(options, process.env)) {
    const open = await promptOpener(process, process.env);
    return repl => open(promptOptions(repl));
  }
  const { TerminalScreen } = await import('../tui/terminal-screen.js');
  return repl => new TerminalScreen(screenOptions(repl, options));
}

function screenOptions(repl: Repl, { noColor, monitor }: Options): ScreenOptions {
  return {
    ...promptOptions(repl),
    onSubmit: (line, block) => repl.submit(line, block),
    colours: !noColor && !process.env.NO_COLOR,
    monitor,
    facts: () => repl.facts(),
    hint: (text, cursor) => repl.typing.hint(text, cursor),
    newEvents: () => repl.feed.newEvents(),
    eventCounts: () => repl.feed.tally.counts,
    jobLine: (id, verb) => repl.feed.jobLine(id, verb),
    reply: number => repl.voice.replies.find(number),
  };
}

/** INK_SCREEN_READER is how people with a screen reader tell programs that draw as this one does. */
function isPlain({ line }: Options, env: NodeJS.ProcessEnv): boolean {
  const { stdin, stdout } = process;
  const isWished = line || Boolean(env.QMPSH_PLAIN) || env.INK_SCREEN_READER === 'true';
  return isWished || env.TERM === 'dumb' || !stdin.isTTY || !stdout.isTTY;
}

function promptOptions(repl: Repl): PromptOptions {
  const { stdin, stdout } = process;
  return {
    stdin,
    stdout,
    prompt: () => repl.promptText(),
    recall: () => repl.recall(),
    validate: text => (typedLines(text).at(-1)?.line.open ? 'incomplete' : 'complete'),
    veil: withoutSecrets,
    check: text => repl.typing.check(text),
    complete: (text, cursor, explicit) => repl.complete(text, cursor, explicit),
    onSubmit: line => repl.submit(line),
    onInterrupt: abandoned => repl.interrupt(abandoned),
    onEdit: text => void repl.edit(text),
    onDraft: text => repl.keepDraft(text),
    onEnd: () => repl.leave(),
  };
}
