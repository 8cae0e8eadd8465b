/** Hosts with their ports, as CRAWL_ALLOW lists them. */

/** As a URL spells them, lower case; undefined where one is not `host:port`. */
export function readHosts(text: string): string[] | undefined {
  const hosts = text
    .split(',')
    .map((host) => host.trim())
    .filter(Boolean);
  if (!hosts.every((host) => /^[^\s/@]+:\d{1,5}$/.test(host) && URL.canParse(`http://${host}`))) return undefined;
  return hosts.map((host) => `${new URL(`http://${host}`).hostname}:${host.slice(host.lastIndexOf(':') + 1)}`);
}
