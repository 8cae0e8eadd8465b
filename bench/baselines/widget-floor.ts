/** The least that a launcher can be: a round button in a shadow root, drawn by the tag's own script. Nothing loads, nothing opens. */
export const FLOOR = `(() => {
  const host = document.createElement('parley-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('button{position:fixed;right:20px;bottom:20px;width:56px;height:56px;border:0;border-radius:50%;background:#4456d6}');
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  button.ariaLabel = 'Chat';
  root.append(button);
  document.body.append(host);
})();`;
