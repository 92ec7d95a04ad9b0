/** The language of CallBus. No I/O happens here. */
export * from './codec.ts';
export * from './enums.ts';
export * from './ids.ts';
export * from './phones.ts';
export * from './streams.ts';
export * from './subjects.ts';
