/** What a gateway listens with whose operator has written nothing about it (AM-13), in the form of the file. */
export function firstGateway(token: string | undefined): Readonly<Record<string, unknown>> {
  return {
    mode: 'local',
    // Also in a container: nobody chose to open this gateway.
    bind: 'loopback',
    auth: { mode: 'token', ...(token !== undefined && { token }) },
    http: { endpoints: { chatCompletions: { enabled: true }, responses: { enabled: true } } },
  };
}
