import { z } from "zod";
import { strict, text } from "./form.ts";

/** The vocabulary of `networkInput.ts` as it is checked. */

/**
 * Where tools tell their user that code of his ran inside, and pools that stolen machines mine for. Names that no shop
 * looks up. Recalled, November 2026: it is a beginning, and no list of what is bad.
 */
const BLOCKED = [
  "*.burpcollaborator.net",
  "*.dnslog.cn",
  "*.interact.sh",
  "*.minexmr.com",
  "*.nanopool.org",
  "*.oast.fun",
  "*.oast.live",
  "*.oast.me",
  "*.oast.online",
  "*.oast.pro",
  "*.oast.site",
  "*.oastify.com",
  "*.supportxmr.com",
];

const NAME = 'a domain name in small letters, with "*." before it for all below it, such as "*.example.net"';
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";

export const network = strict({
  blockedNames: z
    .array(
      text(NAME)
        .regex(new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})+$`), NAME)
        .max(255, NAME),
      `a list of names, each ${NAME}`,
    )
    // AWS takes so many in one call; a longer list has to lie in a bucket.
    .max(1000, "at most 1000 names")
    .default(BLOCKED),
}).prefault({});

export type NetworkSettings = z.output<typeof network>;
