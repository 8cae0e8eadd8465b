/** What a visitor needs from the first word on: tabs that know of each other, and what outlives the page. Loaded then: the rest is there sooner. */
export { Tabs } from './tabs.ts';
export { unsentStore } from './unsent-store.ts';
