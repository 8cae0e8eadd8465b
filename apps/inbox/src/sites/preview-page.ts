/** The page in the preview's frame: grey lines for a site, and the site's own tag. Stands alone; the inbox is not loaded here. */
import './preview-page.css';

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (slug: string) => string },
  ): { createScriptURL(slug: string): string };
}
/** The one script's address that this page can make. */
const tagOf = (slug: string) => `/w/${encodeURIComponent(slug)}.js`;
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
const policy = policies?.createPolicy('parley-preview', { createScriptURL: tagOf });

const slug = new URLSearchParams(location.search).get('site') ?? '';
if (/^[a-z0-9-]{1,63}$/.test(slug)) {
  const tag = document.createElement('script');
  tag.async = true;
  tag.nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
  tag.src = policy?.createScriptURL(slug) ?? tagOf(slug);
  document.body.append(tag);
}
