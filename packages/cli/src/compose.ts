import { oneCConnect } from '@callbus/adapter-1c-connect';
import { threeCx } from '@callbus/adapter-3cx';
import { asterisk } from '@callbus/adapter-asterisk';
import { prostiezvonki } from '@callbus/adapter-prostiezvonki';
import { CoreService } from '@callbus/core';
import { GatewayService } from '@callbus/gateway';
import {
  type AdapterDefinition,
  AdapterService,
  type Config,
  configSchema,
  type LoadedConfig,
  type LoadOptions,
  loadConfig,
  type Service,
  type ServiceContext,
} from '@callbus/runtime';
import { type OneCConfig, oneC } from '@callbus/sink-1c';
import { z } from 'zod';

/** Every adapter type this build knows; docs/adding-an-adapter.md tells what goes with a new one. */
export const adapters: readonly AdapterDefinition[] = [
  asterisk as unknown as AdapterDefinition,
  prostiezvonki as unknown as AdapterDefinition,
  threeCx as unknown as AdapterDefinition,
  oneCConnect as unknown as AdapterDefinition,
];

/** Every sink type this build knows. */
export const sinks = [oneC] as const;

/** The schema of a configuration file for everything this build knows. */
export const schema = (): z.ZodType<Config> => configSchema({ adapters, sinks });

/** Reads a configuration file. @throws {ConfigError} */
export const load = (file: string, options: Partial<LoadOptions> = {}): LoadedConfig =>
  loadConfig({ file, schema: schema(), ...options });

/** Reads a file as if `http.listen` said something else there, so that every rule sees it. @throws {ConfigError} */
export function loadToListen(file: string, listen: string | undefined): LoadedConfig {
  if (listen === undefined) return load(file);
  const moved = z.preprocess((raw) => {
    const http: unknown = isSection(raw) ? (raw.http ?? {}) : undefined;
    // What is no section is for the schema to complain of.
    return isSection(raw) && isSection(http) ? { ...raw, http: { ...http, listen } } : raw;
  }, schema());
  return load(file, { schema: moved });
}

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ids of the services a file enables, in the order they start: intake last. */
export function serviceIds(config: Config): string[] {
  const enabled = (list: { id: string; enabled: boolean }[]): string[] =>
    list.filter((s) => s.enabled).map((s) => s.id);
  return [
    ...(config.core.enabled ? ['core'] : []),
    ...enabled(config.sinks),
    ...(config.gateway.enabled ? ['gateway'] : []),
    ...enabled(config.adapters),
  ];
}

/** Makes services by their ids. */
export function makeServices(ids: readonly string[], context: ServiceContext): Service[] {
  return ids.map((id) => makeService(id, context));
}

function makeService(id: string, context: ServiceContext): Service {
  const { config } = context;
  if (id === 'core') return new CoreService(context);
  if (id === 'gateway') return new GatewayService(context);
  const sink = config.sinks.find((s) => s.id === id);
  if (sink) return oneC.create(sink as unknown as OneCConfig, context);
  const block = config.adapters.find((a) => a.id === id);
  const definition = block && adapters.find((a) => a.type === block.type);
  if (!definition) throw new Error(`no service ${id}`);
  return new AdapterService(definition, block, context);
}
