// Shows the HTTP face: Swagger UI draws the document that this server serves. A file of its own, as no inline script may run.
const dark = matchMedia('(prefers-color-scheme: dark)');
const dress = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', dress);
dress();

globalThis.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  // Two hundred operations drawn at once take seconds; their groups stand at once, and find what one looks for.
  docExpansion: 'none',
  filter: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // The library would ask a server of its makers.
  validatorUrl: null,
});
