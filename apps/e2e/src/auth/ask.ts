import { request } from 'node:http';

export interface Question {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  /** The address this machine speaks from. */
  readonly from?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** One request from an address that the caller chooses, which `fetch` cannot. */
export function ask({ url, method, headers, body, from }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false, ...(from !== undefined && { localAddress: from }) };
    const asked = request(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: text }),
      );
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}
