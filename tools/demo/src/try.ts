import { say } from '@callbus/runtime';
import { messages } from './messages.ts';
import { KEY, LOGIN, PEOPLE, type Stage } from './stage.ts';

/** What a person can try while the demo stays up: commands to copy. */
export function offers({ origin, configFile }: Stage): { note: string; command: string }[] {
  const told = (query: string): string => `curl '${origin}/pz/pbx/?${query}'`;
  const call = `src_type=1&call_id=my-1&line=74950000000&dst_num=100&src_num=${PEOPLE.regular.number}`;
  const key = `-H 'X-API-KEY: ${KEY}'`;
  const order = JSON.stringify({ user: '100', phone: PEOPLE.stranger.number });
  // The shell fills in the time: the conversation began a minute ago, by then.
  const times =
    `call_start_timestamp='$(($(date +%s)-60))'&call_answer_timestamp='$(($(date +%s)-50))'` +
    `&timestamp='$(date +%s)'`;
  return [
    { note: say(messages.tryRing), command: told(`event=1&${call}`) },
    { note: say(messages.tryAnswer), command: told(`event=3&${call}`) },
    { note: say(messages.tryEnd), command: told(`event=2&status=ANSWER&${times}&${call}`) },
    {
      note: say(messages.tryClick),
      command: `curl ${key} -H 'Content-Type: application/json' -d '${order}' ${origin}/api/v1/makecall`,
    },
    { note: say(messages.tryStream), command: `curl -N ${key} ${origin}/api/v1/stream` },
    { note: say(messages.tryList), command: `curl ${key} '${origin}/api/v1/calls?limit=5'` },
    {
      note: say(messages.tryConnect),
      command: `curl ${key} -H 'Content-Type: application/json' -d '${JSON.stringify({ login: LOGIN, status: 'Away' })}' ${origin}/api/v1/adapters/connect/commands/changeStatus`,
    },
    { note: say(messages.tryInteractions), command: `curl ${key} '${origin}/api/v1/interactions?limit=5'` },
    {
      note: say(messages.tryHealth),
      command: `npx callbus doctor --config ${configFile}; curl ${origin}/healthz`,
    },
    {
      note: say(messages.tryExchanges),
      command: `npx callbus exchanges --bodies --limit 5 --config ${configFile}`,
    },
    { note: say(messages.tryFollow), command: `npx callbus calls --follow --config ${configFile}` },
  ];
}
