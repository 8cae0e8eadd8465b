/** The page in the preview's frame: grey lines for a site, and the site's own tag. Stands alone; the inbox is not loaded here. */
import './preview-page.css';

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
const policy = policies?.createPolicy('parley-preview', { createScriptURL: (url) => url });
const scriptUrl = (url: string) => policy?.createScriptURL(url) ?? url;

const slug = new URLSearchParams(location.search).get('site') ?? '';
if (/^[a-z0-9-]{1,63}$/.test(slug)) {
  const tag = document.createElement('script');
  tag.async = true;
  tag.src = scriptUrl(`/w/${slug}.js`);
  document.body.append(tag);
}
