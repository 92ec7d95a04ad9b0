/** What tests of every package need: a real nats-server, recorded traffic, patience. */
export * from './messages.ts';
export * from './nats.ts';
export * from './player.ts';
export * from './until.ts';
