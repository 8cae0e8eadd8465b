/** Where a page tells of network, visibility and of being turned to: its window. Undefined outside of a browser. */
export const pageSignals = (globalThis as { window?: EventTarget }).window;
