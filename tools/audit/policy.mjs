/** Licences under which the image may carry a package without a second thought. */
export const licences = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Unlicense', 'CC0-1.0'],
  ...['BlueOak-1.0.0', 'Python-2.0', 'Zlib'],
];

/** Packages under another one, and why that is all right. */
export const exceptions = {
  'libheif-js': {
    licence: 'LGPL-3.0',
    because: 'an unmodified WebAssembly module, loaded as a file that can be replaced',
  },
};

/** Tools of development that would run something at install. `ignore-scripts` keeps them from it, and they work without. */
export const unusedScripts = {
  '@parcel/watcher': 'comes with nx; its prebuilt binary is a package of its own',
  '@prisma/engines': 'the schema engine is not used: migrations are SQL files that we run',
  '@swc/core': 'its prebuilt binary is a package of its own',
  'cpu-features': 'speeds up ssh2 of testcontainers, which does without',
  nx: 'prints news after install',
  prisma: 'a check of the Node version',
  protobufjs: 'a note about version numbers',
  ssh2: 'builds a faster cipher for testcontainers, which does without',
};
