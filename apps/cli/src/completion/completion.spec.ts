import { spawnSync } from 'node:child_process';
import { createProgram } from '../program.js';
import { completionScript, shells } from './scripts.js';
import { wordLists } from './word-lists.js';

const lists = wordLists(createProgram());

/** What bash offers for the last of these words. */
function offered(...words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript('bash', lists)}
COMP_WORDS=(clawmesh ${typed}); COMP_CWORD=${words.length}; _clawmesh; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  it('knows every command and flag, but for hidden ones', () => {
    const words = (path: string) => lists.find((list) => list.path === path)?.words;
    expect(words('')).toEqual(expect.arrayContaining(['gateway', 'models', 'onboard', 'doctor', '--profile']));
    expect(words('gateway')).not.toContain('install');
    expect(words('gateway restart')).toEqual(expect.arrayContaining(['--safe', '--wait', '--json']));
    expect(words('models auth order')).toEqual(expect.arrayContaining(['get', 'set', 'clear']));
  });

  it('offers in bash what can follow', () => {
    expect(offered('gat')).toEqual(['gateway']);
    expect(offered('gateway', 'sta')).toEqual(['start', 'status']);
    expect(offered('models', 'auth', 'paste')).toEqual(['paste-api-key', 'paste-token']);
    expect(offered('--profile', 'x', 'models', 'list', '--pro')).toEqual(['--provider']);
  });

  it.each(shells)('has one script for %s, for all names', (shell) => {
    const script = completionScript(shell, lists);
    for (const name of ['clawmesh', 'openclaw', 'moltbot']) expect(script).toContain(name);
    expect(script).toContain('paste-api-key');
  });
});
