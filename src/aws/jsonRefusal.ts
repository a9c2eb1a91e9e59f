/**
 * What a service of AWS's JSON protocol says when it refuses: the type, which has a namespace before it or not, and the
 * message, which is written in either way. Undefined for a body of another form, such as a gateway's own page.
 * Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html (operation error serialization), recalled.
 */
export function jsonRefusal(
  body: string,
): { readonly type: string | undefined; readonly message: string | undefined } | undefined {
  try {
    const { __type, message, Message } = JSON.parse(body) as Readonly<Record<string, unknown>>;
    return { type: text(__type)?.split("#").at(-1), message: text(message ?? Message) };
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}
