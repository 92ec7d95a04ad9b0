import { adapterBase, say } from '@callbus/runtime';
import { z } from 'zod';
import { messages } from './messages.ts';

export const OBJECTS = ['AgentOnlineStatus', 'Message', 'Call', 'RemoteAccessSession', 'Treatment'] as const;
export const MODES = ['ServicesClients', 'Colleagues', 'Softphone'] as const;

// On Windows a pipe has a path like a file; this line is all that knows of it.
const WINDOWS_PIPE = '\\\\.\\pipe\\BuhphoneAgentAPI2_{login}';

const PLACE = '{login}';

const category = z.strictObject({
  mode: z.enum(MODES).meta({ description: 'Whose side of the program.' }),
  object: z.enum(OBJECTS).meta({ description: 'What the events are about.' }),
  initiator: z.enum(['self', 'incoming']).optional().meta({
    description: 'Only what the employee began (self), or only what came in; left out, both.',
  }),
});

const ALL = [
  ...MODES.map((mode) => ({ mode, object: 'Call' as const })),
  ...(['ServicesClients', 'Colleagues'] as const).flatMap((mode) =>
    (['AgentOnlineStatus', 'Message', 'RemoteAccessSession'] as const).map((object) => ({ mode, object })),
  ),
  { mode: 'ServicesClients' as const, object: 'Treatment' as const },
];

/** The adapter's block of the file. */
export const config = z
  .strictObject({
    ...adapterBase,
    type: z.literal('1c-connect'),
    logins: z
      .array(
        z.strictObject({
          login: z
            .string()
            .min(1)
            .max(100)
            .regex(/^[^/\\\p{Cc}]+$/u, { error: () => say(messages.loginSigns) })
            .meta({ description: "Login of the employee's 1С-Коннект.", example: 'ivanov' }),
          extension: z.string().min(1).max(32).optional().meta({
            description: "The employee's internal number; left out, the login stands for it.",
            example: '101',
          }),
        }),
      )
      .min(1)
      .meta({ description: 'Whose programs on this machine are followed.' }),
    pipe: z
      .string()
      .refine((text) => text.includes(PLACE), { error: () => say(messages.loginPlace, { login: PLACE }) })
      .default(WINDOWS_PIPE)
      .meta({ description: 'Path of the pipe (elsewhere than on Windows, of a Unix socket).' }),
    subscribe: z
      .array(category)
      .default(ALL)
      .meta({
        description: 'What the program is asked to tell; left out, everything it can.',
        example: [{ mode: 'Softphone', object: 'Call' }],
      }),
    encoding: z.enum(['utf-8', 'utf-16le']).default('utf-8').meta({
      description: 'What commands are written in; what comes is recognised by itself.',
    }),
    commandTimeoutMs: z.int().min(500).max(14_000).default(10_000).meta({
      description: 'How long an answer to a command is waited for.',
    }),
  })
  .meta({ description: "1С-Коннект: the programs of employees, through each one's named pipe." });

export type Config = z.output<typeof config>;

/** A login's pipe. Signs that a replacement would read as its own, `$&` for instance, are the login's. */
export const pathOf = (pipe: string, login: string): string => pipe.replaceAll(PLACE, () => login);

/** Rules between fields. */
export function check({ logins }: Config): { path: string[]; expected: string }[] {
  const problems: { path: string[]; expected: string }[] = [];
  const [seen, taken] = [new Set<string>(), new Set<string>()];
  for (const [i, { login, extension = login }] of logins.entries()) {
    // Windows knows one pipe whatever the case of its name.
    if (seen.has(login.toLowerCase()))
      problems.push({ path: ['logins', String(i), 'login'], expected: say(messages.loginTwice, { login }) });
    else if (taken.has(extension))
      problems.push({
        path: ['logins', String(i), 'extension'],
        expected: say(messages.extensionTwice, { extension }),
      });
    seen.add(login.toLowerCase());
    taken.add(extension);
  }
  return problems;
}
