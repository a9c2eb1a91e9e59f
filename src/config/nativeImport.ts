/**
 * Node's own import(). In a file of its own, and loaded through require, so that a bundler or a test runner
 * that replaces import() in the files it transforms does not replace this one: a configuration is always
 * loaded by Node, with Node's type stripping.
 */
export function nativeImport(url: string): Promise<Record<string, unknown>> {
  return import(url);
}
