/**
 * Baseline A: a support chat on socket.io with one INSERT per message, as a good developer would write it in an afternoon.
 * `PORT` and `DATABASE_URL` say where; `AGENT_TOKEN` is what the inbox signs in with. Prints "ready".
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query(`
  create table if not exists visitors (id bigint generated always as identity primary key, token text not null unique,
    created_at timestamptz not null default now());
  create table if not exists messages (id bigint generated always as identity primary key,
    visitor_id bigint not null references visitors (id), role text not null, content text not null, client_id text,
    created_at timestamptz not null default now());
  create index if not exists messages_visitor on messages (visitor_id, id)`);

const http = createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/session') return response.writeHead(404).end();
  let body = '';
  for await (const chunk of request) body += chunk;
  const known = body === '' ? undefined : (JSON.parse(body) as { token?: string }).token;
  const found = known && (await pool.query('select id from visitors where token = $1', [known])).rows[0];
  const token = found ? known : randomBytes(32).toString('base64url');
  const id =
    found?.id ?? (await pool.query('insert into visitors (token) values ($1) returning id', [token])).rows[0].id;
  return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ visitor: id, token }));
});

const io = new Server(http, { transports: ['websocket'], serveClient: false });

io.use(async (socket, next) => {
  const token = socket.handshake.auth.token ?? socket.handshake.headers.authorization?.replace(/^Bearer /, '');
  if (token === process.env.AGENT_TOKEN) {
    socket.data.agent = true;
    return next();
  }
  const { rows } = await pool.query('select id from visitors where token = $1', [token]);
  if (!rows[0]) return next(new Error('unauthorized'));
  socket.data.visitor = rows[0].id;
  return next();
});

io.on('connection', (socket) => {
  const { agent, visitor } = socket.data as { agent?: boolean; visitor?: string };
  void socket.join(agent ? 'agents' : `visitor:${visitor}`);

  socket.on('message', async (sent: { content?: unknown; client_id?: unknown; visitor?: unknown }, ack) => {
    if (typeof ack !== 'function') return;
    const { content, client_id } = sent ?? {};
    const to = agent ? sent?.visitor : visitor;
    if (typeof content !== 'string' || content.trim() === '' || content.length > 8_000)
      return ack({ error: 'invalid' });
    try {
      const role = agent ? 'agent' : 'visitor';
      const { rows } = await pool.query(
        `insert into messages (visitor_id, role, content, client_id) values ($1, $2, $3, $4) returning id, created_at`,
        [to, role, content, client_id],
      );
      const message = { id: rows[0].id, visitor: to, role, content, client_id, created: rows[0].created_at };
      socket.to(`visitor:${to}`).to('agents').emit('message', message);
      ack(message);
    } catch {
      ack({ error: 'failed' });
    }
  });

  socket.on('history', async (ack) => {
    const { rows } = await pool.query('select * from messages where visitor_id = $1 order by id desc limit 20', [
      visitor,
    ]);
    ack(rows.reverse());
  });
});

http.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
