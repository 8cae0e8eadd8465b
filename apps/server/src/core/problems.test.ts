/** Holds that one mistake hides no other, and that many make no long answer. */
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { problems } from './problems.ts';

const told = (schema: TSchema, value: unknown) => problems(schema, Compile(schema).Errors(value));
const choice = Type.Union([...'abcdefghij'].map((letter) => Type.Literal(letter)));

test('[F3] what is wrong beside a choice of many is told too', () => {
  const schema = Type.Object({
    choice,
    more: Type.Optional(Type.Array(choice)),
    name: Type.String(),
    limit: Type.Integer(),
  });
  expect(told(schema, { choice: 'z', more: ['a', 'z'], name: 5 })).toEqual({
    choice: 'has to be one of a, b, c, d, e, f, g, h, i, j',
    'more.1': 'has to be one of a, b, c, d, e, f, g, h, i, j',
    name: 'must be string',
    limit: 'is missing',
  });
});

test('[F3] of very many the first are told, and how many more there are', () => {
  const fields = told(Type.Object({ all: Type.Array(Type.Integer()) }), { all: Array(40).fill('x') });
  expect(Object.keys(fields)).toEqual([...Array.from({ length: 12 }, (_, n) => `all.${n}`), '(more)']);
  expect(fields['(more)']).toBe('28 more are wrong');
});
