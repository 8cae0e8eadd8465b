/** Which names the keys have here. */

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);
