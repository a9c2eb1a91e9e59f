import type { Overlay } from "../../overlay.ts";
import { accountCall } from "./accountCalls.ts";
import { deskOf, translated } from "./desk.ts";
import { rootAccessOverlay } from "./rootAccess.ts";
import { organizationsIn } from "./state.ts";
import { trustCall } from "./trustCalls.ts";

export { organizationsIn } from "./state.ts";

/** Organizations, and what IAM knows of them. */
export function organizationsOverlays(): Overlay[] {
  return [accountsOverlay(), rootAccessOverlay()];
}

/** Accounts with the ids that are written down, trusted services and who administers them. */
function accountsOverlay(): Overlay {
  return {
    name: "organizations-accounts",
    service: "organizations",
    grade: "modelled",
    models:
      "Accounts that have the id written down for them, in whatever names an account; a mail address that is taken, told afterwards as AWS does; the organization as its members see it; trusted services; delegated administrators of every service. Leaves out what a policy denies: no call is refused for it, that is judged by evaluating what is emitted.",
    async handle(call, world) {
      const desk = deskOf(call, world, organizationsIn(world));
      return (await accountCall(desk)) ?? (await trustCall(desk)) ?? (await translated(desk));
    },
  };
}
