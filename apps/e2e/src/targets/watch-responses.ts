import type { SecretWatch } from './planted-secrets.js';

/** Looks at every response that this process gets from now on: all headers, and the bodies of errors. */
export class ResponseWatch {
  readonly #fetch = globalThis.fetch;
  readonly #bodies: Promise<void>[] = [];

  constructor(secrets: SecretWatch) {
    globalThis.fetch = async (...request) => {
      const response = await this.#fetch(...request);
      const { status, headers, url } = response;
      secrets.look(`the headers of a ${status} from ${url}`, JSON.stringify([...headers]));
      if (status >= 400) {
        const text = response.clone().text();
        // Who is answered late has left sometimes.
        this.#bodies.push(text.then((body) => secrets.look(`a ${status} from ${url}`, body)).catch(() => undefined));
      }
      return response;
    };
  }

  async stop(): Promise<void> {
    globalThis.fetch = this.#fetch;
    await Promise.all(this.#bodies);
  }
}
