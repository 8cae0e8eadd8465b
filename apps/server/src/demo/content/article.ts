// The shape of one article in the demo shop's knowledge base.

export interface DemoArticle {
  readonly slug: string;
  readonly title: string;
  /** Restricted Markdown. The bot quotes single `##` sections, so each one makes sense alone. */
  readonly body: string;
}
