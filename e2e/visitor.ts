/** A visitor of the shop, as a person would go about it: by what the page shows and says. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Visitor {
  readonly page: Page;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly field: Locator;
  readonly messages: Locator;
  readonly #shop: string;

  constructor(page: Page, shop: string) {
    this.page = page;
    this.#shop = shop;
    this.launcher = page.getByRole('button', { name: /^Chat with Acme Outdoor/ });
    this.panel = page.getByRole('dialog', { name: 'Acme Outdoor' });
    this.field = this.panel.getByRole('textbox', { name: 'Message' });
    this.messages = this.panel.getByRole('log');
  }

  async goto(path = '/'): Promise<void> {
    await this.page.goto(this.#shop + path);
    await expect(this.launcher).toBeVisible();
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Every place in the conversation where these words stand. */
  reads(words: string | RegExp): Locator {
    return this.messages.getByText(words);
  }

  /** By the line above the composer: it asks where nobody is online, and offers where somebody is. */
  async leaveEmail(address: string): Promise<void> {
    const offer = this.panel.getByRole('button', { name: 'Get the answer by email' });
    const email = this.panel.getByLabel('Your email');
    // The agent of the journey before may leave just now, and the line ask by itself.
    await expect(async () => {
      if (await offer.isVisible()) await offer.click({ timeout: 1_000 });
      await expect(email).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await email.fill(address);
    await this.panel.getByRole('button', { name: 'Save' }).click();
    await expect(this.panel.getByText(`Answers also go to ${address}`)).toBeVisible();
  }
}
