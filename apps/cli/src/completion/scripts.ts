import type { WordList } from './word-lists.js';

const names = ['clawmesh', 'openclaw', 'moltbot'] as const;

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script for a shell to read: all the words are in it, so that nothing has to run for a completion. */
export function completionScript(shell: Shell, lists: readonly WordList[]): string {
  return { bash, zsh, fish }[shell](lists);
}

const cases = (lists: readonly WordList[], indent: string): string =>
  lists.map(({ path, words }) => `${indent}'${path}') words='${words.join(' ')}' ;;`).join('\n');

/** The command so far: the words that are commands, in their order. */
const walk = (lists: readonly WordList[], indent: string): string =>
  [
    `case "$at \${word}" in`,
    ...lists.filter(({ path }) => path !== '').map(({ path }) => `  ' ${path}'|'${path}') at='${path}' ;;`),
    'esac',
  ]
    .map((line) => indent + line)
    .join('\n');

const bash = (lists: readonly WordList[]): string => `# clawmesh completion for bash: source it from ~/.bashrc
_clawmesh() {
  local at='' word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walk(lists, '    ')}
  done
  case "$at" in
${cases(lists, '    ')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _clawmesh ${names.join(' ')}
`;

const zsh = (lists: readonly WordList[]): string => `#compdef ${names.join(' ')}
# clawmesh completion for zsh: put it as _clawmesh into a folder of $fpath
_clawmesh() {
  local at='' word words_of
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walk(lists, '    ')}
  done
  case "$at" in
${cases(lists, '    ').replaceAll(" words='", " words_of='")}
  esac
  compadd -- \${=words_of}
}
if [ "$funcstack[1]" = "_clawmesh" ]; then _clawmesh "$@"; else compdef _clawmesh ${names.join(' ')}; fi
`;

const fish = (
  lists: readonly WordList[],
): string => `# clawmesh completion for fish: put it into ~/.config/fish/completions
function __clawmesh_words
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
${lists
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      case ' ${path}' '${path}'\n        set at '${path}'`)
  .join('\n')}
    end
  end
  switch "$at"
${lists.map(({ path, words }) => `    case '${path}'\n      printf '%s\\n' ${words.join(' ')}`).join('\n')}
  end
end
${names.map((name) => `complete -c ${name} -a '(__clawmesh_words)'`).join('\n')}
`;
