/** Wires the labels of sites. Which rooms bear them is the rooms' business. */
import { createLabel, deleteLabel, listLabels, updateLabel } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { createLabelVerb, deleteLabelVerb, updateLabelVerb } from './labels.ts';
import { listLabelsVerb } from './look-up.ts';

export const labels: Feature = {
  name: 'labels',
  handlers: [
    handle(listLabels, listLabelsVerb),
    handle(createLabel, createLabelVerb),
    handle(updateLabel, updateLabelVerb),
    handle(deleteLabel, deleteLabelVerb),
  ],
};
