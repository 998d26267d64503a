// --help and --version.
import packageFile from '../../package.json' with { type: 'json' };
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { OPTIONS, type OptionRow } from './options.js';
import { stdout } from './stdio.js';

const USAGE = `qmpsh: a monitor and scripting tool for QEMU's QMP

usage: qmpsh [options] [target] [command [argument...]]
       qmpsh [options] -- qemu-system-x86_64 ...   start QEMU and attach to it
       qmpsh events TARGET [--filter FILTER] [--count N] [--for SECONDS]
       qmpsh list [--probe]   the QMP sockets of this host
       qmpsh demo [VERSION] [--listen PATH] [--recorded FILE] [--tour]   a simulated server
       qmpsh replay FILE [--speed N] [--step]   a --log file shown again
       qmpsh schema check|introspect|show|diff|list ...   schemas: of files, servers, releases

target: a socket (/run/vm.sock, unix:PATH), host:port, tcp:HOST:PORT, ssh://[USER@]HOST[:PORT]/PATH, exec:COMMAND,
fd:N, vm:NAME or pid:N of this host (qmpsh list), or demo: for a simulated VM.
Without a command, lines are read from standard input:
  printf 'stop\\nquery-status\\ncont\\n' | qmpsh /run/vm.sock
  qmpsh /run/vm.sock block_resize node-name=disk0 size=10G

options:
`;

const EXITS = `
exit codes: 0 every line succeeded; 1 an error of the server; 2 not understood or refused; 3 no connection;
4 connection lost; 5 timeout; 6 a .wait saw its object fail; 130, 143, 129, 141 SIGINT, SIGTERM, SIGHUP, EPIPE
`;

const OPTION_WIDTH = 28;

export function printHelp(): ExitCode {
  stdout.write(`${USAGE}${OPTIONS.map(optionLine).join('\n')}\n${EXITS}`);
  return EXIT.ok;
}

function optionLine({ long, short, value, summary }: OptionRow): string {
  const given = value?.startsWith('[')
    ? `[=${value.slice(1)}`
    : value === undefined
      ? ''
      : ` ${value}`;
  const names = `  ${short === undefined ? '    ' : `-${short}, `}--${long}${given}`;
  const gap =
    names.length < OPTION_WIDTH
      ? names.padEnd(OPTION_WIDTH)
      : `${names}\n${' '.repeat(OPTION_WIDTH)}`;
  return `${gap}${summary}`;
}

export function printVersion(): ExitCode {
  stdout.write(`qmpsh ${packageFile.version}\n`);
  return EXIT.ok;
}
