import type { AwsCall, AwsReply } from "./call.ts";
import type { RefusedCall } from "./overlay.ts";

/**
 * What the emulator answers when it lacks an action, put so that the client shows it at once. It says
 * so with a page of HTML (404: no such path, 500: an action not written, or a crash), which clients
 * can neither read nor know to be final.
 */
export function notEmulated(call: AwsCall, reply: AwsReply): RefusedCall | undefined {
  const body = () => reply.body.toString();
  const html = reply.headers["content-type"]?.startsWith("text/html") === true;
  if (reply.status === 404 && html && /<title>404 Not Found<\/title>/i.test(body())) return missing(call);
  if (reply.status === 405 && html) return missing(call);
  if (reply.status === 501) return missing(call);
  if (reply.status !== 500) return undefined;
  if (/has not been implemented|NotImplementedError|not yet implemented/i.test(body())) return missing(call);
  if (!html && body() !== "") return undefined;
  return {
    status: 400,
    code: "EmulatorFailed",
    message: `The emulator lacks ${call.service} ${call.action} or crashed on it; its log tells which`,
  };
}

function missing(call: AwsCall): RefusedCall {
  return {
    status: 400,
    code: "NotEmulated",
    message: `The sandbox does not emulate ${call.service} ${call.action}`,
  };
}
