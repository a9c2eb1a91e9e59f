/** What a partner's order must look like, as JSON Schema: the API turns anything else away before code of ours runs. */
export const partnerOrder = {
  type: "object",
  required: ["reference", "lines"],
  additionalProperties: false,
  properties: {
    reference: { type: "string", maxLength: 64 },
    lines: {
      type: "array",
      minItems: 1,
      maxItems: 100,
      items: {
        type: "object",
        required: ["article", "quantity"],
        properties: {
          article: { type: "string", maxLength: 64 },
          quantity: { type: "integer", minimum: 1, maximum: 1000 },
        },
      },
    },
  },
} as const;
