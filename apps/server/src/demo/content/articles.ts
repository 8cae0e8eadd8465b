// The demo shop's whole knowledge base, in the order in which the inbox lists it. The facts agree with each other and with apps/demo.

import type { DemoArticle } from './article.ts';
import { gearArticles } from './articles-gear.ts';
import { orderArticles } from './articles-orders.ts';
import { shopArticles } from './articles-shop.ts';

export const articles: readonly DemoArticle[] = [...orderArticles, ...shopArticles, ...gearArticles];
