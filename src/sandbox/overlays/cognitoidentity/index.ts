import type { Overlay } from "../../overlay.ts";
import { jsonReply } from "../../wire/index.ts";

/** What the emulator forgets of identity pools: whether guests may name their role themselves. */
export function identityPoolsOverlay(): Overlay {
  /** Pools in which they may. */
  const classic = new Set<string>();
  return {
    name: "cognito-identity-pools",
    service: "cognito-identity",
    grade: "validated",
    models:
      "Whether a pool takes part in Cognito's basic flow. Everything else of a pool is the emulator's, and the credentials that it hands out are good for nothing.",
    async handle(call, world) {
      if (!/^(Create|Update|Describe)IdentityPool$/.test(call.action)) return undefined;
      const reply = await world.forward(call);
      if (reply.status !== 200) return reply;
      const pool = JSON.parse(String(reply.body)) as { readonly IdentityPoolId: string };
      if (call.action !== "DescribeIdentityPool") {
        const { AllowClassicFlow } = JSON.parse(String(call.body)) as { readonly AllowClassicFlow?: boolean };
        if (AllowClassicFlow === true) classic.add(pool.IdentityPoolId);
        else classic.delete(pool.IdentityPoolId);
      }
      return jsonReply(call, { ...pool, AllowClassicFlow: classic.has(pool.IdentityPoolId) });
    },
  };
}
