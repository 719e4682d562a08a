import { SecretBox } from './secret-box.js';

const one = Buffer.alloc(32, 1);
const two = Buffer.alloc(32, 2);
const context = ['openai:work', 'openai'];

describe('SecretBox', () => {
  it('PROF-5 opens what it sealed, and never seals the same twice', () => {
    const box = SecretBox.of(one.toString('base64'));
    const sealed = box.seal('sk-é-secret', context);
    expect(box.open(sealed, context)).toBe('sk-é-secret');
    expect(Buffer.from(sealed.ciphertext, 'base64').toString('latin1')).not.toContain('secret');
    expect(box.seal('sk-é-secret', context).ciphertext).not.toBe(sealed.ciphertext);
  });

  it('PROF-5 opens nothing that was moved to another profile, or changed', () => {
    const box = SecretBox.of(one.toString('hex'));
    const sealed = box.seal('secret', context);
    expect(box.open(sealed, ['openai:home', 'openai'])).toBeUndefined();
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(box.open({ ...sealed, ciphertext: changed.toString('base64') }, context)).toBeUndefined();
    }
    expect(box.open({ ...sealed, ciphertext: '' }, context)).toBeUndefined();
  });

  it('PROF-5 the first key encrypts, older ones still decrypt', () => {
    const old = SecretBox.of(`2025:${one.toString('hex')}`);
    const both = SecretBox.of(`2026:${two.toString('base64url')}, 2025:${one.toString('base64')}`);
    expect(both.open(old.seal('secret', context), context)).toBe('secret');
    const renewed = both.seal('secret', context);
    expect(renewed.keyId).toBe('2026');
    expect(old.open(renewed, context)).toBeUndefined();
  });

  it('a key without an id has the same one wherever it is listed', () => {
    const sealed = SecretBox.of(one.toString('hex')).seal('secret', context);
    const both = SecretBox.of(`${two.toString('hex')},${one.toString('base64')}`);
    expect(both.open(sealed, context)).toBe('secret');
  });

  it.each([
    ['', 'takes keys of 32 bytes'],
    ['c2VjcmV0', 'takes keys of 32 bytes'],
    ['not a key at all, but about as long as one!', 'takes keys of 32 bytes'],
    [`${one.toString('hex')},`, 'takes keys of 32 bytes'],
    [`a b:${one.toString('hex')}`, 'takes ids of'],
    [`a:${one.toString('hex')},a:${two.toString('hex')}`, 'two keys with the same id'],
  ])('refuses %j without showing it', (text, reason) => {
    expect(() => SecretBox.of(text)).toThrow(reason);
    expect(() => SecretBox.of(text)).not.toThrow('c2VjcmV0');
  });
});
