/** The types of node-flags.mjs, which runs before there is a Node that knows TypeScript. */
export declare const NODE_FLAGS: readonly string[];
