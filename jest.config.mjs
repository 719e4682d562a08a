// One jest for all layers; TEST_LAYER picks which files it runs (see tools/test.mjs).
const layer = process.env.TEST_LAYER ?? 'unit';

const layers = {
  // Nobody times a unit test: this only ends one that hangs, on however busy a machine.
  unit: { testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'], testTimeout: 30_000 },
  int: { testMatch: ['<rootDir>/libs/**/*.int-spec.ts'], testTimeout: 60_000 },
  e2e: { testMatch: ['<rootDir>/apps/e2e/src/**/*.e2e.ts'], testTimeout: 120_000 },
};

export default {
  ...layers[layer],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['@clawmesh/source', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
