import type { RegionClients } from "../../aws/index.ts";

/** `on`: recoveries act, whatever began them; `manual`: those that somebody began by name; `off`: none. */
export const SWITCH_VALUES = ["on", "manual", "off"] as const;
export type SwitchValue = (typeof SWITCH_VALUES)[number];

/** What a region's switch says. Throws with what AWS answered. */
export async function readSwitch(clients: RegionClients, name: string): Promise<string> {
  const { Parameter } = await called(clients, "GetParameter", { Name: name });
  return String((Parameter as { readonly Value?: string } | undefined)?.Value);
}

/** Sets a region's switch, which Terraform has made. Throws with what AWS answered. */
export async function setSwitch(clients: RegionClients, name: string, value: SwitchValue): Promise<void> {
  await called(clients, "PutParameter", { Name: name, Value: value, Overwrite: true });
}

async function called(
  { plain }: RegionClients,
  action: string,
  input: object,
): Promise<Record<string, unknown>> {
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
