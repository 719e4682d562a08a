import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { anthropic } from './anthropic.mjs';
import { answerTo, seedOf } from './answer.mjs';
import { bedrock } from './bedrock.mjs';
import { behaviourOf } from './behaviour.mjs';
import { countFormats } from './counts.mjs';
import { embeddingFormats } from './embeddings.mjs';
import { google } from './google.mjs';
import { HttpChannel } from './http-channel.mjs';
import { Journal } from './journal.mjs';
import { KeyLimits } from './limits.mjs';
import { ollama } from './ollama.mjs';
import { openai } from './openai.mjs';
import { play } from './play.mjs';
import { responses } from './responses.mjs';
import { serveSockets } from './socket.mjs';
import { vectorOf } from './vectors.mjs';
import { words } from './words.mjs';

const formats = [openai, anthropic, responses, google, ollama, bedrock, ...embeddingFormats, ...countFormats];

const sendJson = (response, status, value, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));

const errorTypes = { 400: 'invalid_request_error', 401: 'authentication_error', 429: 'rate_limit_error' };

function refuse(response, status, { format, behaviour, record }) {
  const { headers } = record;
  const key = headers.authorization ?? headers['x-api-key'] ?? headers['x-goog-api-key'];
  const leak = behaviour.leak ? ` Your key ${key} at http://${headers.host}/secret-path is wrong.` : '';
  const type = errorTypes[status] ?? 'api_error';
  const retryAfter = behaviour.after === undefined ? {} : { 'retry-after': String(behaviour.after) };
  sendJson(response, status, format.error(`The mock refuses with ${status}.${leak}`, type, status), {
    ...retryAfter,
    ...format.errorHeaders?.(status),
  });
}

/** Everything a request may meet instead of an answer. True: it did. */
function misbehave(response, exchange) {
  const { behaviour, failuresSoFar } = exchange;
  if (behaviour.hang) return true;
  if (behaviour.reset) return Boolean(response.destroy());
  if (behaviour.html) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in.</body></html>');
    return true;
  }
  if (behaviour.status) refuse(response, behaviour.status, exchange);
  else if (failuresSoFar < behaviour.fail) refuse(response, 503, exchange);
  else return false;
  return true;
}

function answerWhole(response, request, { behaviour, format, record }) {
  const { status, why, body } = format.whole(record.body, request, behaviour);
  if (status !== undefined) return sendJson(response, status, format.error(why, errorTypes[status], status));
  sendJson(response, 200, body);
}

async function answer(response, request, exchange) {
  const { behaviour, format, record } = exchange;
  if (behaviour.first > 0) await sleep(behaviour.first);
  if (response.destroyed || misbehave(response, exchange)) return;
  if (format.whole) return answerWhole(response, request, exchange);
  const said = answerTo(request, behaviour);
  if (request.stream)
    return play(
      new HttpChannel(response, format.contentType, behaviour.cutbyte),
      format.script(request, said),
      exchange,
    );
  // A model takes its time for a whole answer too.
  if (behaviour.gap > 0) await sleep(behaviour.gap * said.tokens);
  record.tokensSent = said.tokens;
  sendJson(response, 200, format.body(request, said));
}

function control({ pathname, searchParams }, response, { journal, limits }) {
  const seed = searchParams.get('seed');
  if (pathname === '/mock/requests') return sendJson(response, 200, journal.of(seed));
  if (pathname === '/mock/count') return sendJson(response, 200, { count: journal.count });
  if (pathname === '/mock/limit') {
    const after = searchParams.get('after');
    limits.set(searchParams.get('key'), after === null ? undefined : Number(after));
    return sendJson(response, 200, { ok: true });
  }
  if (pathname === '/mock/calls') return sendJson(response, 200, limits.calls(searchParams.get('key')));
  if (pathname === '/mock/words') {
    return sendJson(response, 200, words(seed ?? 'none', Number(searchParams.get('tokens'))));
  }
  if (pathname === '/mock/vector') {
    return sendJson(response, 200, vectorOf(searchParams.get('text') ?? '', Number(searchParams.get('dims'))));
  }
  sendJson(response, 404, { error: { message: `The mock does not know ${pathname}.` } });
}

function findFormat(url) {
  for (const format of formats) {
    const hints = format.match(url);
    if (hints) return { format, hints };
  }
  return undefined;
}

async function serve(http, response, books) {
  const url = new URL(http.url, 'http://mock');
  const found = findFormat(url);
  if (!found) return control(url, response, books);
  const { journal, limits } = books;
  const { format, hints } = found;
  const body = JSON.parse(await text(http));
  const request = format.read(body, hints);
  const failuresSoFar = journal.countOf(seedOf(request.text));
  const record = journal.open({ path: http.url, headers: http.headers, transport: 'http' }, body, request);
  response.on('close', () => {
    if (response.writableFinished) record.finishedAt = Date.now();
    else record.abortedAt = Date.now();
  });
  const behaviour = behaviourOf(request.model);
  const after = journal.keep ? limits.meet(http.headers) : undefined;
  if (after !== undefined) return refuse(response, 429, { format, behaviour: { after }, record });
  await answer(response, { ...request, id: record.id }, { behaviour, format, record, failuresSoFar });
}

/** An upstream of every wire format that does what the name of the model says. */
export async function startMockUpstream({ port = 0, keep = true } = {}) {
  const journal = new Journal(keep);
  const books = { journal, limits: new KeyLimits() };
  const server = createServer({ keepAliveTimeout: 60_000 }, (http, response) => {
    serve(http, response, books).catch((error) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { error: { message: `The mock could not read this: ${error.message}` } });
    });
  });
  const endSockets = serveSockets(server, journal);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.close();
    endSockets();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
