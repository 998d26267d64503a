// Processes whose memory and processor time are watched while they run.
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

/** What a process has taken of the processor so far, in ms, in steps of 10. */
function processorTime(pid) {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}

/**
 * Runs a command to its end; gives its wall time and its processor time in ms and the most memory it had, in MB. What it
 * writes is dropped.
 */
export async function watchProcess(command, args, env = process.env) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  let memory = 0;
  let processor = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid, 'VmHWM'));
    processor = Math.max(processor, processorTime(child.pid));
  }, 5);
  const code = await new Promise(resolve => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${code}`);
  return { ms: performance.now() - start, processor, memory };
}
