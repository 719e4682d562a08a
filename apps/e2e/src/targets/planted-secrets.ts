import type { MockRequest } from './mock-upstream.js';

/** A secret of a target, by what it opens. */
export interface PlantedSecret {
  readonly name: string;
  readonly value: string;
}

/** Passwords that JSON and URLs have to write in another way. */
const planted = {
  NATS_URL: 'planted-nats-"p@ss\\w/rd',
  REDIS_URL: 'planted-redis-"p@ss\\w/rd',
  DATABASE_URL: 'planted-postgres-"p@ss\\w/rd',
} as const;

type ServiceVariable = keyof typeof planted;

/** Names that services without passwords let in with any. */
const anybody: Readonly<Record<ServiceVariable, string>> = { NATS_URL: 'e2e', REDIS_URL: 'default', DATABASE_URL: '' };

/** The URL of a service with a password in it: its own, else a planted one, which a service without passwords ignores. */
export function withPassword(variable: ServiceVariable, text: string): string {
  const url = new URL(text);
  if (url.password !== '') return text;
  url.username ||= anybody[variable];
  url.password = encodeURIComponent(planted[variable]);
  return url.href;
}

/** The secrets that processes with this environment have. */
export function secretsOf(environment: Readonly<Record<string, string>>): PlantedSecret[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (/_KEYS?$|TOKEN|PASSWORD/.test(name)) {
      // Some keys stand after the name they go by.
      const parts = value.split(',').flatMap((part) => [part, part.slice(part.indexOf(':') + 1)]);
      return [...new Set(parts)].map((part) => ({ name, value: part }));
    }
    if (!name.endsWith('_URL')) return [];
    return [{ name, value: decodeURIComponent(new URL(value).password) }];
  });
}

/** A text as it stands, in JSON, in JSON in JSON, in a URL, and in base64. */
function formsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return [value, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(value), base64];
}

/** Looks for secrets in everything a target says to anybody. */
export class SecretWatch {
  readonly #secrets: readonly { readonly name: string; readonly forms: readonly string[] }[];
  readonly #leaks = new Set<string>();

  constructor(secrets: readonly PlantedSecret[]) {
    const known = secrets.filter(({ value }) => value !== '');
    this.#secrets = known.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  }

  look(where: string, text: string): void {
    for (const { name, forms } of this.#secrets) {
      const found = forms.map((form) => text.indexOf(form)).find((at) => at !== -1);
      if (found !== undefined) this.#leaks.add(`${name} in ${where}: …${text.slice(Math.max(0, found - 200), found)}`);
    }
  }

  /** What upstreams were sent, credentials aside: of those only the ends are known here. */
  lookAtRequests(requests: readonly MockRequest[]): void {
    for (const { path, headers, body } of requests) {
      this.look(`the headers of a request to the upstream's ${path}`, JSON.stringify(headers));
      this.look(`the body of a request to the upstream's ${path}`, JSON.stringify(body));
    }
  }

  /** Throws, with what is before each of them, if any was seen. */
  expectNoLeak(): void {
    if (this.#leaks.size > 0) throw new Error(`secrets have leaked:\n${[...this.#leaks].join('\n')}`);
  }
}
