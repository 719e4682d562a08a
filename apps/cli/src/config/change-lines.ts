import type { ConfigChange } from './change-config.js';

const when: Readonly<Record<ConfigChange['applies'], string>> = {
  now: 'The running gateway uses it now.',
  'after-restart': 'The running gateway uses it after `clawmesh gateway restart`.',
  'at-start': 'It counts from the next start of the gateway.',
};

/** What became of a change, in lines; `said` is what was done. */
export function changeLines({ path, hasChanged, isNew, applies }: ConfigChange, said: string): string[] {
  if (!hasChanged) return [said, 'Nothing had to be changed.'];
  return [
    said,
    ...(isNew ? [`There was no config: ${path} is new. \`clawmesh gateway auth-token\` tells of its token.`] : []),
    when[applies],
  ];
}

/** The same for scripts. */
export function changeDocument({ path, hasChanged, isNew, applies }: ConfigChange, more: object = {}): object {
  return { ok: true, ...more, file: path, changed: hasChanged, created: isNew, ...(hasChanged && { applies }) };
}
