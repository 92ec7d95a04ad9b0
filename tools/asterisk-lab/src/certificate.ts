import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes a certificate for 127.0.0.1 that signs itself, with its key in one
 * file. @returns the file, undefined where there is no openssl to make it
 */
export async function makeCertificate(dir: string): Promise<string | undefined> {
  const [key, certificate, both] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) =>
    join(dir, name),
  ) as [string, string, string];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    await run('openssl', [...args, ...names, '-keyout', key, '-out', certificate]);
  } catch {
    return undefined;
  }
  writeFileSync(both, `${readFileSync(key, 'utf8')}${readFileSync(certificate, 'utf8')}`, { mode: 0o600 });
  return both;
}
