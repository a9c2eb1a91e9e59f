import type { Overlay } from "../../overlay.ts";
import { accountCall } from "./accountCalls.ts";
import { deskOf, translated } from "./desk.ts";
import { rootAccessOverlay } from "./rootAccess.ts";
import { OrganizationsState } from "./state.ts";
import { trustCall } from "./trustCalls.ts";

/** Organizations, and what IAM knows of them. */
export function organizationsOverlays(): Overlay[] {
  const state = new OrganizationsState();
  return [accountsOverlay(state), rootAccessOverlay(state)];
}

/** Accounts with the ids that are written down, trusted services and who administers them. */
function accountsOverlay(state: OrganizationsState): Overlay {
  return {
    name: "organizations-accounts",
    service: "organizations",
    grade: "modelled",
    models:
      "Accounts that have the id written down for them, in whatever names an account; a mail address that is taken, told afterwards as AWS does; the organization as its members see it; trusted services; delegated administrators of every service. Leaves out what a policy denies: no call is refused for it, that is judged by evaluating what is emitted.",
    async handle(call, world) {
      const desk = deskOf(call, world, state);
      return (await accountCall(desk)) ?? (await trustCall(desk)) ?? (await translated(desk));
    },
  };
}
