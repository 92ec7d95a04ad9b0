/** What embeds CallBus: the demo, the tests, the benches. */
export { adapters, load, makeServices, schema, serviceIds, sinks } from './compose.ts';
export { EXIT, main } from './main.ts';
export { onStopSignal } from './process.ts';
export { type CallRow, header as journalHeader, row as journalRow, wordFor } from './table.ts';
