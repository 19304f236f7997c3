import type { IncomingMessage } from 'node:http';
import { readBody, startLocalServer, type LocalServer } from '../emulator/local-server';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * Stands in front of the emulator while nothing changes there, and answers each question as it answered the first time.
 * The emulator takes as much processor time for the reads of a plan as Terraform does for all that the module adds to it,
 * where AWS takes none.
 */
export async function rememberAnswers(emulator: string): Promise<LocalServer> {
  const answers = new Map<string, Promise<Answer>>();
  return startLocalServer((incoming, outgoing) => {
    const pass = async (): Promise<void> => {
      const body = await readBody(incoming);
      const question = `${incoming.method} ${incoming.url} ${body.toString('latin1')}`;
      const answer = answers.get(question) ?? ask(new URL(incoming.url ?? '/', emulator), incoming, body);
      answers.set(question, answer);
      const { status, type, body: text } = await answer;
      outgoing.writeHead(status, { 'content-type': type, 'content-length': text.length }).end(text);
    };
    void pass().catch(() => outgoing.destroy());
  });
}

async function ask(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  const { authorization = '', 'content-type': type = '' } = headers;
  const response = await fetch(url, {
    method,
    headers: { authorization, 'content-type': type },
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: Buffer.from(await response.arrayBuffer()),
  };
}
