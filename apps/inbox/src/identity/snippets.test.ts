/** What people copy signs what the server believes: run as it stands, where the language is at hand. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { LANGUAGE_NAMES, type Language, SNIPPETS, tagWithIdentity } from './snippets.ts';

const SECRET = 'parley_id_of-the-tests';
const USER = { id: 7, name: 'Kim Lée', email: 'kim@example.test' };
const RUN: Record<Language, [program: string, flag: string, args: string[], more: string]> = {
  node: [process.execPath, '-v', ['--input-type=module', '-'], `console.log(parleyIdentity(${JSON.stringify(USER)}))`],
  php: [
    'php',
    '-v',
    [],
    `echo parley_identity((object) ['id' => 7, 'name' => 'Kim Lée', 'email' => 'kim@example.test']);`,
  ],
  python: [
    'python3',
    '-V',
    ['-'],
    `from types import SimpleNamespace as N\nprint(parley_identity(N(id=7, name="Kim Lée", email="kim@example.test")))`,
  ],
  ruby: [
    'ruby',
    '-v',
    ['-'],
    `U = Struct.new(:id, :name, :email)\nputs parley_identity(U.new(7, "Kim Lée", "kim@example.test"))`,
  ],
};

const languages = Object.keys(SNIPPETS) as Language[];
for (const language of languages) {
  const [program, flag, args, more] = RUN[language];
  it.skipIf(spawnSync(program, [flag]).status !== 0)(
    `${LANGUAGE_NAMES[language]}: signs the user, anew each time`,
    () => {
      const sign = () =>
        execFileSync(program, args, {
          input: `${SNIPPETS[language]}\n${more}\n`,
          env: { ...process.env, PARLEY_SECRET: SECRET, PYTHONIOENCODING: 'utf-8', LANG: 'C.UTF-8' },
          encoding: 'utf8',
        }).trim();
      const token = sign();
      const [head = '', payload = '', signature] = token.split('.');
      expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
      expect(signature).toBe(createHmac('sha256', SECRET).update(`${head}.${payload}`).digest('base64url'));
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
      expect(claims).toMatchObject({ sub: '7', name: 'Kim Lée', email: 'kim@example.test', jti: expect.any(String) });
      expect(claims.exp - Date.now() / 1_000).toBeLessThanOrEqual(300);
      expect(sign()).not.toBe(token);
    },
  );
}

it('shows where the identity goes in the tag', () => {
  expect(tagWithIdentity('<script async src="https://chat.test/w/acme.js"></script>')).toMatch(
    /^<script async src="https:\/\/chat\.test\/w\/acme\.js"\n {2}data-identity="\{[^"]+\}"><\/script>$/,
  );
});
