// The release that the bundled schema describes, apart from the schema, which is not read to know it.
export const BUNDLED_VERSION = '10.2';
