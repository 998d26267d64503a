// Processes whose memory is watched while they run.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process in MB: `VmRSS` is what it has now, `VmHWM` the most it ever had. */
export function memoryOf(pid, field = 'VmRSS') {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs a command to its end; gives its wall time in ms and the most memory it had, in MB. What it writes is dropped. */
export async function watchProcess(command, args, env = process.env) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid, 'VmHWM'));
  }, 5);
  const code = await new Promise(resolve => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code}`);
  return { ms: performance.now() - start, memory };
}
