/** The ground of CallBus. */
export * from './adapter/define.ts';
export { gapEvent } from './adapter/gap.ts';
export { type AdapterAnnouncement, AdapterService } from './adapter/host.ts';
export { Bus, type BusOptions, type PublishOptions, type Stored } from './bus/bus.ts';
export { BrokerClock } from './bus/clock.ts';
export { inboxOf } from './bus/connect.ts';
export { type DeadLetterDraft, setAside } from './bus/dead.ts';
export { KeyStore } from './bus/key-store.ts';
export { currentLeases, Lease, type LeaseHolder, type LeaseOptions } from './bus/lease.ts';
export { lastOn, nextOn } from './bus/look.ts';
export { busOptionsOf } from './bus/options.ts';
export { OrderedReader, type ReaderOptions, type StreamMessage, streamEnd } from './bus/reader.ts';
export { type EnsureOptions, ensureStreams, measureClock } from './bus/streams.ts';
export { WorkQueue, type WorkQueueOptions } from './bus/work-queue.ts';
export * from './config/fields.ts';
export { type LoadedConfig, type LoadOptions, loadConfig } from './config/load.ts';
export { ConfigError, type ConfigProblem } from './config/problems.ts';
export * from './config/schema.ts';
export { timeZoneOfCountry } from './config/time-zone.ts';
export * from './errors.ts';
export { noteRequests } from './exchange/http.ts';
export { ExchangeNotes, type ExchangeNotesOptions } from './exchange/notes.ts';
export type { ExchangeRecord } from './exchange/record.ts';
export * from './health.ts';
export { answerHealth, askHealth } from './health-query.ts';
export { House, type HouseOptions } from './house.ts';
export { sameSecret } from './http/compare.ts';
export {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  HttpServers,
  type Routes,
} from './http/server.ts';
export { createLogger, type Logger, logError } from './log/logger.ts';
export { maskNumber, maskNumbers, Scrubber } from './log/mask.ts';
export * from './messages.ts';
export { Metrics } from './metrics.ts';
export { EmbeddedNats, type EmbeddedState, readEmbeddedState, stateFile } from './nats/embedded.ts';
export { DirectoryLock } from './nats/lock.ts';
export { freePort, isAlive, natsGreeting } from './nats/probe.ts';
export { Outbox, type OutboxEntry, type OutboxLoss, type OutboxOptions } from './outbox.ts';
export type { Service, ServiceContext } from './service.ts';
export { openStore } from './store.ts';
