/** Where a page tells of network, visibility and other tabs' storage: its window. Undefined outside of a browser. */
export const pageSignals = (globalThis as { window?: EventTarget }).window;
