import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/**
 * Loads every .proto under `protoRoot` with its comments, enum values freed of
 * the prefix that protoc's scoping demands (DIRECTION_INBOUND reads
 * Direction.INBOUND in code). Names never travel, so the wire is the same.
 */
export function loadProtos(protoRoot: string): protobuf.Root {
  const dir = join(protoRoot, 'callbus/v1');
  const files = readdirSync(dir).filter((f) => f.endsWith('.proto'));
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(protoRoot, target);
  root.loadSync(
    files.sort().map((f) => `callbus/v1/${f}`),
    { alternateCommentMode: true, preferTrailingComment: false },
  );
  root.resolveAll();
  for (const e of enumsOf(root)) stripPrefix(e);
  return root;
}

/** Every enum of the namespace, nested ones included, in declaration order. */
export function enumsOf(ns: protobuf.NamespaceBase): protobuf.Enum[] {
  return ns.nestedArray.flatMap((o) =>
    o instanceof protobuf.Enum ? [o] : o instanceof protobuf.Namespace ? enumsOf(o) : [],
  );
}

function stripPrefix(e: protobuf.Enum): void {
  const prefix = `${e.name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}_`;
  const values = Object.entries(e.values);
  // Taken before the values go: an enum forgets the comment of a value that is removed.
  const comments: Record<string, string | null> = { ...e.comments };
  for (const [name] of values) {
    if (!name.startsWith(prefix)) throw new Error(`enum ${e.name}: value ${name} lacks the prefix ${prefix}`);
    e.remove?.(name);
  }
  for (const [name, id] of values) e.add(name.slice(prefix.length), id, comments[name] ?? undefined);
}
