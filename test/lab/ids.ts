/** The number of an id, of which a test's commands go on: `s0`. */
export const S0 = 28 * 64;
