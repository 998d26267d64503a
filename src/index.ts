// The library: `import { connect } from 'qmpsh'`. Exports only.
//
//   const client = await connect('/run/vm.sock');
//   client.onEvent(event => console.log(event.name, event.data));
//   console.log(await client.execute('query-block'));
//   await client.close();
export type { JsonObject, JsonValue } from './json/value.js';
export { JsonNumber } from './json/value.js';
export type {
  ClientOptions,
  InFlight,
  ReplyHandlers,
  WaitOptions,
} from './qmp/client.js';
export { QmpClient } from './qmp/client.js';
export type { ConnectOptions } from './qmp/connect.js';
export { connect } from './qmp/connect.js';
export type { ConnectionEnd } from './qmp/connection-end.js';
export { endText } from './qmp/connection-end.js';
export type {
  NegotiationCode,
  PeerKind,
  ProtocolCode,
  TransportCode,
} from './qmp/errors.js';
export {
  CommandError,
  GreetingError,
  InterruptedError,
  NegotiationError,
  ProtocolError,
  QmpError,
  TransportError,
} from './qmp/errors.js';
export type { EventStreamOptions } from './qmp/event-stream.js';
export { EventStream } from './qmp/event-stream.js';
export type { EventMessage, Greeting, Timestamp } from './qmp/messages.js';
export type { Notice } from './qmp/notice.js';
export type { CommandRequest, Reply } from './qmp/request.js';
export type { BadTarget, SshTarget, Target } from './qmp/target.js';
export { targetFromText, targetText } from './qmp/target.js';
export type { Receiver, Transport } from './qmp/transport.js';
export { pairTransport, streamTransport } from './qmp/transport.js';
