import type { PlainCalls } from "./plainCalls.ts";

/** What a parameter of the region says. Throws with what AWS answered. */
export async function readParameter(plain: PlainCalls, name: string): Promise<string> {
  const { Parameter } = await called(plain, "GetParameter", { Name: name });
  return String((Parameter as { readonly Value?: string } | undefined)?.Value);
}

/** Writes a parameter that is there. Throws with what AWS answered. */
export async function writeParameter(plain: PlainCalls, name: string, value: string): Promise<void> {
  await called(plain, "PutParameter", { Name: name, Value: value, Overwrite: true });
}

async function called(plain: PlainCalls, action: string, input: object): Promise<Record<string, unknown>> {
  const { status, body } = await plain.send({
    service: "ssm",
    method: "POST",
    target: `AmazonSSM.${action}`,
    contentType: "application/x-amz-json-1.1",
    body: JSON.stringify(input),
  });
  if (status >= 300) throw new Error(`${action} was answered ${status}: ${body.slice(0, 300)}`);
  return JSON.parse(body) as Record<string, unknown>;
}
