// Every error of src/qapi:
//
//   QapiError
//   └── IntrospectionError    a reply of query-qmp-schema that is none

/** What all errors of reading a schema have in common. */
export class QapiError extends Error {
  override readonly name: string = 'QapiError';
}

/** What claims to be a reply of query-qmp-schema is not shaped like one; `entry` is its index in the array. */
export class IntrospectionError extends QapiError {
  override readonly name = 'IntrospectionError';
  readonly entry: number | undefined;

  constructor(message: string, entry?: number) {
    super(entry === undefined ? message : `entry ${entry} of the schema: ${message}`);
    this.entry = entry;
  }
}
