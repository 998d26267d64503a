/** The time in ms of a clock that nobody sets. `performance.now` is the same, and loads ten more of node's modules. */
export function steadyNow(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
