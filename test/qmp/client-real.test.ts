// One client against real servers, in the ordinary case.
import { expect, it } from 'vitest';
import { connect } from '../../src/index.js';
import { describeReal, STORAGE_DAEMON, startQemu, startStorageDaemon } from '../lab/servers.js';

describeReal('a client of QEMU', () => {
  it('negotiates with out-of-band execution on', async () => {
    const server = await startQemu();
    const client = await connect(server.socket);
    expect([client.oob, client.greeting?.version]).toEqual([
      true,
      expect.stringMatching(/^\d+\.\d/),
    ]);
  });

  it('executes a command', async () => {
    const server = await startQemu();
    const client = await connect(server.socket);
    expect(await client.execute('query-status')).toMatchObject({ running: true });
  });
});

describeReal('a client of qemu-storage-daemon', () => {
  it('gives an unknown command back as an error', async () => {
    const client = await connect((await startStorageDaemon()).socket);
    await expect(client.execute('query-status')).rejects.toMatchObject({
      errorClass: 'CommandNotFound',
    });
  });
}, [STORAGE_DAEMON]);
