import { expect, test } from 'vitest';
import { answerChallenge, readChallenge } from '../../src/wire/digest.ts';

const request = {
  method: 'GET',
  uri: '/dir/index.html',
  username: 'Mufasa',
  secret: 'Circle Of Life',
  count: 1,
};

test('the example of RFC 2617 is answered as there', () => {
  const challenge = readChallenge(
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  );
  expect(challenge).toEqual({
    realm: 'testrealm@host.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    opaque: '5ccc069c403ebaf9f0171e9517f40e41',
    qop: true,
    stale: false,
  });
  const answer = challenge && answerChallenge(challenge, { ...request, cnonce: '0a4f113b' });
  expect(answer).toBe(
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
      'uri="/dir/index.html", algorithm=MD5, response="6629fae49393a05397450978507c4ef1", qop=auth, nc=00000001, ' +
      'cnonce="0a4f113b", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  );
});

test('what Asterisk asks for is read', () => {
  const header = 'Digest algorithm=MD5, realm="asterisk", nonce="15cf555c", qop="auth", opaque="15cf555c"';
  const read = { realm: 'asterisk', nonce: '15cf555c', opaque: '15cf555c', qop: true, stale: false };
  expect(readChallenge(header)).toEqual(read);
  expect(readChallenge(`${header}, stale=true`)).toEqual({ ...read, stale: true });
});

test.each(['', 'Basic realm="x"', 'Digest realm="x"', 'Digest nonce="1", algorithm=SHA-256'])(
  '%j is no challenge for us',
  (header) => {
    expect(readChallenge(header)).toBeUndefined();
  },
);

test('quotes in names are kept apart from ours', () => {
  const challenge = { realm: 'a"b', nonce: '1', opaque: undefined, qop: false, stale: false };
  expect(answerChallenge(challenge, { ...request, username: 'x\\"y' })).toMatch(
    /^Digest username="x\\\\\\"y", realm="a\\"b", nonce="1", uri="[^"]+", algorithm=MD5, response="[0-9a-f]{32}"$/,
  );
});
