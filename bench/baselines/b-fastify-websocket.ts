/**
 * Baseline B: a support chat on @fastify/websocket with one INSERT per message, as a good developer would write it in an
 * afternoon. `PORT` and `DATABASE_URL` say where; `AGENT_TOKEN` is what the inbox signs in with. Prints "ready".
 */
import { randomBytes } from 'node:crypto';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query(`
  create table if not exists visitors (id bigint generated always as identity primary key, token text not null unique,
    created_at timestamptz not null default now());
  create table if not exists messages (id bigint generated always as identity primary key,
    visitor_id bigint not null references visitors (id), role text not null, content text not null, client_id text,
    created_at timestamptz not null default now());
  create index if not exists messages_visitor on messages (visitor_id, id)`);

interface Socket {
  send(text: string): void;
}
const agents = new Set<Socket>();
const visitors = new Map<string, Set<Socket>>();
const signedIn = new WeakMap<FastifyRequest, string>();

const app = Fastify();
await app.register(websocket, { options: { maxPayload: 65_536 } });

app.post('/session', async (request) => {
  const known = (request.body as { token?: string } | undefined)?.token;
  const found = known && (await pool.query('select id from visitors where token = $1', [known])).rows[0];
  const token = found ? known : randomBytes(32).toString('base64url');
  const id =
    found?.id ?? (await pool.query('insert into visitors (token) values ($1) returning id', [token])).rows[0].id;
  return { visitor: id, token };
});

const signIn = async (request: FastifyRequest, reply: FastifyReply) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '');
  if (token === process.env.AGENT_TOKEN) return undefined;
  const { rows } = await pool.query('select id from visitors where token = $1', [token]);
  if (!rows[0]) return reply.code(401).send({ error: 'unauthorized' });
  signedIn.set(request, rows[0].id);
  return undefined;
};

app.get('/ws', { websocket: true, preValidation: signIn }, (socket, request) => {
  const visitor = signedIn.get(request);
  if (visitor === undefined) agents.add(socket);
  else visitors.set(visitor, (visitors.get(visitor) ?? new Set()).add(socket));
  socket.on('close', () => {
    if (visitor === undefined) agents.delete(socket);
    else {
      const others = visitors.get(visitor);
      others?.delete(socket);
      if (others?.size === 0) visitors.delete(visitor);
    }
  });

  socket.on('message', async (data) => {
    try {
      const sent = JSON.parse(data.toString());
      if (sent.type === 'history') {
        const { rows } = await pool.query('select * from messages where visitor_id = $1 order by id desc limit 20', [
          visitor,
        ]);
        return socket.send(JSON.stringify({ type: 'history', messages: rows.reverse() }));
      }
      const { content, client_id } = sent;
      const to = visitor ?? sent.visitor;
      if (sent.type !== 'message' || typeof content !== 'string' || content.trim() === '' || content.length > 8_000)
        return socket.send(JSON.stringify({ type: 'error', error: 'invalid', client_id }));
      const role = visitor === undefined ? 'agent' : 'visitor';
      const { rows } = await pool.query(
        `insert into messages (visitor_id, role, content, client_id) values ($1, $2, $3, $4) returning id, created_at`,
        [to, role, content, client_id],
      );
      const message = { id: rows[0].id, visitor: to, role, content, client_id, created: rows[0].created_at };
      const frame = JSON.stringify({ type: 'message', message });
      for (const reader of agents) if (reader !== socket) reader.send(frame);
      for (const reader of visitors.get(to) ?? []) if (reader !== socket) reader.send(frame);
      return socket.send(JSON.stringify({ type: 'ack', message }));
    } catch {
      return socket.send(JSON.stringify({ type: 'error', error: 'failed' }));
    }
  });
});

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
console.log('ready');
process.on('SIGTERM', () => process.exit(0));
