// What is to be ended before the program ends. Nothing here waits for long: each ending has its own limits.

type Ending = () => Promise<void>;

const endings: Ending[] = [];

/** Has `ending` run when the program has done its work; it never rejects. A signal ends the program without it. */
export function whenLeaving(ending: Ending): void {
  endings.push(ending);
}

/** Runs all endings, the last first. */
export async function leave(): Promise<void> {
  for (const ending of endings.splice(0).reverse()) await ending();
}
