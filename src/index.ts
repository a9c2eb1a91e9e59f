/** What a `trireme.config.ts` imports: the vocabulary, and nothing that runs. */
export * from "./config/input.ts";
