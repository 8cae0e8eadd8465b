/** How a site's server signs an identity, in the languages that most sites are written in. Nothing needs to be installed for them. */

const NODE = `import { createHmac, randomUUID } from 'node:crypto';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// For each page anew: an identity counts once, and for five minutes.
export function parleyIdentity(user) {
  const text = [
    part({ alg: 'HS256', typ: 'JWT' }),
    part({
      sub: String(user.id),
      name: user.name,
      email: user.email,
      exp: Math.floor(Date.now() / 1000) + 300,
      jti: randomUUID(),
    }),
  ].join('.');
  const signature = createHmac('sha256', process.env.PARLEY_SECRET).update(text).digest('base64url');
  return \`\${text}.\${signature}\`;
}
`;

const PHP = `<?php
function parley_part(string $bytes): string {
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

// For each page anew: an identity counts once, and for five minutes.
function parley_identity($user): string {
    $text = parley_part(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . parley_part(json_encode([
        'sub' => (string) $user->id,
        'name' => $user->name,
        'email' => $user->email,
        'exp' => time() + 300,
        'jti' => bin2hex(random_bytes(16)),
    ]));
    return $text . '.' . parley_part(hash_hmac('sha256', $text, getenv('PARLEY_SECRET'), true));
}
`;

const PYTHON = `import base64, hashlib, hmac, json, os, time, uuid


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# For each page anew: an identity counts once, and for five minutes.
def parley_identity(user) -> str:
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {
        "sub": str(user.id),
        "name": user.name,
        "email": user.email,
        "exp": int(time.time()) + 300,
        "jti": str(uuid.uuid4()),
    }
    text = _part(json.dumps(header).encode()) + "." + _part(json.dumps(claims).encode())
    secret = os.environ["PARLEY_SECRET"].encode()
    return text + "." + _part(hmac.new(secret, text.encode(), hashlib.sha256).digest())
`;

const RUBY = `require "json"
require "openssl"
require "securerandom"

def parley_part(bytes)
  [bytes].pack("m0").tr("+/", "-_").delete("=")
end

# For each page anew: an identity counts once, and for five minutes.
def parley_identity(user)
  text = [
    { alg: "HS256", typ: "JWT" },
    {
      sub: user.id.to_s,
      name: user.name,
      email: user.email,
      exp: Time.now.to_i + 300,
      jti: SecureRandom.uuid
    }
  ].map { |part| parley_part(part.to_json) }.join(".")
  text + "." + parley_part(OpenSSL::HMAC.digest("SHA256", ENV.fetch("PARLEY_SECRET"), text))
end
`;

export const SNIPPETS = { node: NODE, php: PHP, python: PYTHON, ruby: RUBY } as const;
export type Language = keyof typeof SNIPPETS;
export const LANGUAGE_NAMES: Record<Language, string> = { node: 'Node.js', php: 'PHP', python: 'Python', ruby: 'Ruby' };

/** The tag with the place for the identity. */
export const tagWithIdentity = (tag: string): string =>
  tag.replace(
    '></script>',
    '\n  data-identity="{what your server has signed; nothing when nobody is signed in}"></script>',
  );
