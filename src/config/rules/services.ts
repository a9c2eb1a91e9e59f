import type { Located } from "../draft.ts";
import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { duplicates } from "./duplicates.ts";
import type { Rule } from "./rule.ts";

const storesExist: Rule = {
  code: "config/unknown-store",
  check: (draft) => {
    const known = [...draft.storeNames];
    return [...draft.services, ...draft.functions].flatMap(({ where, value }) =>
      value.stores.flatMap((store, index) => {
        if (known.includes(store)) return [];
        const [near] = nearest(store, known);
        return {
          where: `${where}.stores[${index}]`,
          given: show(store),
          wanted:
            known.length === 0 ? "no store, as none is declared" : `one of the stores: ${known.join(", ")}`,
          fix:
            near === undefined
              ? "Declare the store, or take it out here."
              : `Change it to ${near}, or declare the store.`,
        };
      }),
    );
  },
};

const storesOnce: Rule = {
  code: "config/store-twice",
  check: (draft) =>
    [...draft.services, ...draft.functions].flatMap(({ where, value }) =>
      duplicates(
        value.stores.map((store, index) => ({ where: `${where}.stores[${index}]`, value: store })),
      ).map((twice) => ({
        where: twice.where,
        given: show(twice.value),
        wanted: `a store that does not stand at ${twice.first} already`,
        fix: "Remove one of the two.",
      })),
    ),
};

const oneServiceForHost: Rule = {
  code: "config/host-taken",
  check: (draft) => {
    const hosts = [...draft.services, ...draft.apis].flatMap(({ where, value }) =>
      value.host === undefined ? [] : { where: `${where}.host`, value: value.host },
    );
    return duplicates(hosts).map(({ where, value, first }) => ({
      where,
      given: show(value),
      wanted: `a host that does not stand at ${first} already`,
      fix: "Give one of the two services another host, or a service none.",
    }));
  },
};

type Hosted = Located<{ readonly host?: string | undefined }>;

/** Labels of the platform's own records: `origin`, `origin-us-east-1`, `entry-eu-west-1`, `accelerated-us-east-1`. */
const RESERVED_HOST = /^(?:origin|(?:origin|entry|accelerated)-.+)$/;

const hostNotOurs: Rule = {
  code: "config/host-reserved",
  check: (draft) =>
    [...draft.services, ...draft.apis].flatMap(({ where, value: { host } }: Hosted) => {
      if (host === undefined || !RESERVED_HOST.test(host)) return [];
      return {
        where: `${where}.host`,
        given: show(host),
        wanted:
          "a label that the platform does not use for its own records (origin, origin-…, entry-…, accelerated-…)",
        fix: `Choose another host for ${where}.`,
      };
    }),
};

const hostAndPublic: Rule = {
  code: "config/host-and-public-disagree",
  check: (draft) =>
    draft.services.flatMap(({ where, value: service }) => {
      if (service.public === true && service.host === undefined) {
        return {
          where: `${where}.host`,
          given: "nothing, for a public service",
          wanted: 'the label under which customers reach it, such as "www", or "@" for the domain itself',
          fix: `Add a host to ${where}, or remove public: true.`,
        };
      }
      if (service.public === false && service.host !== undefined) {
        return {
          where: `${where}.public`,
          given: `false, with the host ${show(service.host)}`,
          wanted: "true or nothing for a service with a public host",
          fix: `Remove ${where}.host: services inside the platform are reached by their name.`,
        };
      }
      return [];
    }),
};

export const SERVICE_RULES: readonly Rule[] = [
  storesExist,
  storesOnce,
  oneServiceForHost,
  hostNotOurs,
  hostAndPublic,
];
