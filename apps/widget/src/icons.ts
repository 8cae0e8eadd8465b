/** The few pictures, drawn with the text's own colour. Each stands beside a name, so none is read out. */
import { html, type TemplateResult } from 'lit/html.js';

export const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;

export const icons = {
  close: icon('M6 6l12 12M18 6L6 18'),
  send: icon('M12 19V5M5 12l7-7 7 7'),
  mic: icon('M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3'),
  pending: icon('M12 3a9 9 0 1 0 .1 0M12 8v4l3 2'),
  sent: icon('M5 12l5 5L20 7'),
  delivered: icon('M1 12l5 5L16 7M12 17L22 7'),
  read: icon('M1 12l5 5L16 7M12 17L22 7'),
};
