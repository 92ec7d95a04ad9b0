import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import * as contract from '../src/index.ts';
import type { Random } from './random.ts';

/** Any of the contract's codecs. */
export type AnyCodec = contract.Codec<Record<string, unknown>, Record<string, unknown>>;

/** Every codec of the public door, by the name of its message. */
export const CODECS: [message: string, codec: AnyCodec][] = Object.entries(contract)
  .filter(([name]) => name.endsWith('Codec'))
  .map(([name, codec]) => [name.slice(0, -'Codec'.length), codec as unknown as AnyCodec]);

const PROTO = join(import.meta.dirname, '../proto');
const root = new protobuf.Root();
root.resolvePath = (_origin, target) => join(PROTO, target);
root.loadSync(readdirSync(join(PROTO, 'callbus/v1')).map((file) => `callbus/v1/${file}`));
root.resolveAll();

/** The message as the .proto has it, read without the generated code. */
export const typeOf = (message: string): protobuf.Type => root.lookupType(`callbus.v1.${message}`);

/** The enums of the .proto files: name, then its values as they stand there. */
export const protoEnums = (): Record<string, Record<string, number>> => {
  const v1 = root.lookup('callbus.v1') as protobuf.Namespace;
  const enums = v1.nestedArray.filter((o) => o instanceof protobuf.Enum);
  return Object.fromEntries(enums.map((e) => [e.name, { ...e.values }]));
};

type Value = string | number | boolean | Uint8Array | null | Value[] | { [key: string]: Value };
/** A message as plain data. */
export type Plain = { [key: string]: Value };

const LARGEST = Number.MAX_SAFE_INTEGER;

/** A random message of the type, with fields left out and, where it can be, members of a oneof chosen. */
export function randomMessage(type: protobuf.Type, random: Random, depth = 0): Plain {
  const message: Plain = {};
  const chosen = new Map<protobuf.OneOf, protobuf.Field>();
  for (const oneof of type.oneofsArray) chosen.set(oneof, random.pick(oneof.fieldsArray));
  for (const field of type.fieldsArray) {
    if (random.chance(depth > 1 ? 0.6 : 0.25)) continue;
    if (field.partOf && chosen.get(field.partOf) !== field) continue;
    const one = (): Value => randomValue(field, random, depth);
    if (field instanceof protobuf.MapField) {
      message[field.name] = Object.fromEntries(many(random, () => [random.text(), one()]));
    } else message[field.name] = field.repeated ? many(random, one) : one();
  }
  return message;
}

const many = <T>(random: Random, make: () => T): T[] => Array.from({ length: random.int(0, 3) }, make);

function randomValue(field: protobuf.Field, random: Random, depth: number): Value {
  if (field.resolvedType instanceof protobuf.Type)
    return randomMessage(field.resolvedType, random, depth + 1);
  if (field.resolvedType instanceof protobuf.Enum) {
    const known = Object.values(field.resolvedType.values);
    return random.chance(0.1) ? random.int(900, 2 ** 31 - 1) : random.pick(known);
  }
  switch (field.type) {
    case 'string':
      return random.text();
    case 'bytes':
      return random.bytes(64);
    case 'bool':
      return random.chance(0.5);
    case 'double':
      return random.pick([0, 0.1, -0.5, 1e-9, 12.3, 1e300, random.next() * 1e6]);
    case 'uint32':
      return random.pick([0, 1, 127, 128, 2 ** 32 - 1, random.int(0, 2 ** 32 - 1)]);
    case 'uint64':
      return random.pick([0, 1, 2 ** 32 - 1, 2 ** 32, LARGEST, random.int(0, LARGEST)]);
    case 'int64':
    case 'sint64':
      return random.pick([0, 1, -1, 2 ** 31, -(2 ** 32), LARGEST, -LARGEST, random.int(-LARGEST, LARGEST)]);
    default:
      throw new Error(`no random ${field.type} (${field.fullName})`);
  }
}

/** The message with a value for every field, as a reader sees it. */
export function seen(type: protobuf.Type, message: object): Plain {
  const given = message as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    type.fieldsArray.map((field): [string, Value] => {
      const value = given[field.name] as Value | undefined;
      const one = (v: Value): Value => seenValue(field, v);
      if (field instanceof protobuf.MapField) {
        const entries = Object.entries((value ?? {}) as Plain);
        return [field.name, Object.fromEntries(entries.map(([k, v]) => [k, one(v)]))];
      }
      if (field.repeated) return [field.name, ((value ?? []) as Value[]).map(one)];
      return [field.name, value === undefined || value === null ? nothing(field) : one(value)];
    }),
  );
}

function seenValue(field: protobuf.Field, value: Value): Value {
  if (field.resolvedType instanceof protobuf.Type) return seen(field.resolvedType, value as Plain);
  return field.type === 'bytes' ? Buffer.from(value as Uint8Array).toString('hex') : value;
}

function nothing(field: protobuf.Field): Value {
  if (field.resolvedType instanceof protobuf.Type || field.partOf) return null;
  if (field.resolvedType instanceof protobuf.Enum) return 0;
  return { string: '', bytes: '', bool: false }[field.type] ?? 0;
}
