// Everything the shop sells: 36 things, in the order of the front page. Prices, weights and names agree with the knowledge base
// of the seeded site.

import type { Product } from './product.ts';
import { campProducts } from './products-camp.ts';
import { trailProducts } from './products-trail.ts';

export const products: readonly Product[] = [...campProducts, ...trailProducts];

export const productBySlug: ReadonlyMap<string, Product> = new Map(products.map((product) => [product.slug, product]));
