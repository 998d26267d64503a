import { expect, it } from 'vitest';
import { linesOfTexts } from '../../../src/cli/script/line-source.js';
import { Printer } from '../../../src/cli/script/printer.js';
import { readAhead } from '../../../src/cli/script/read-ahead.js';
import { Script } from '../../../src/cli/script/run-script.js';
import { LineRunner } from '../../../src/session/line-runner.js';
import { Session } from '../../../src/session/session.js';
import { connected } from '../../lab/clients.js';
import { fakeServer } from '../../lab/fake-server.js';

it('sends a line before it prints the reply to the one before, if that did not fail', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    for (;;) {
      const command = await peer.command();
      if (command.execute === 'c') peer.send(`{"error": {"desc": "no"}, "id": "${command.id}"}\n`);
      else peer.reply(command);
    }
  });
  const seen: string[] = [];
  const onWire = (direction: string, text: string) => {
    const [, name = 'reply'] = /"execute":"(\w+)"/.exec(text) ?? [];
    seen.push(`${direction} ${name}`);
  };
  const session = new Session(await connected(path, { onWire }));
  seen.length = 0;
  const settings = { timeoutMs: undefined, keepGoing: true, confirm: false, live: false };
  const output = { write: (text: string) => void seen.push(`printed ${text.slice(2, 7)}`) };
  const script = new Script({
    runner: new LineRunner(session, settings, { noCheck: false, readOnly: false, mustKnow: false }),
    printer: new Printer({ layout: 'json', returnOnly: false, raw: false }, () => true, output),
    settings,
    pipeline: 1,
    namesLines: false,
  });
  await script.run(readAhead(linesOfTexts(['a\nb\nc\nd\n'], false)));
  expect(seen).toEqual([
    ...['> a', '< reply', '> b', 'printed retur'],
    ...['< reply', '> c', 'printed retur'],
    ...['< reply', 'printed error', '> d'],
    ...['< reply', 'printed retur'],
  ]);
});
