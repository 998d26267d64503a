// One step of the viewer: viewer and intent -> viewer, and what the host must do. The cost of a step goes by the size of
// the screen and of what it unfolds, not by that of the text.
import type { Size } from '../facts.js';
import { cardRows } from './card.js';
import { copied } from './copy.js';
import { type Folds, foldsTo, withFold } from './folds.js';
import type { Destination, ViewerEffect, ViewerIntent } from './intents.js';
import { destination } from './move.js';
import { canFold, isOpenNode, nextRow, valueRow } from './rows.js';
import { findOn, searchFor, searchMore } from './search-step.js';
import { bodyRows, fitted, outlineChanged, scrolled, type Viewer } from './viewer.js';

export interface ViewerStep {
  readonly viewer: Viewer;
  readonly effect?: ViewerEffect;
}

/** What an intent does in a terminal of this size. */
export function stepViewer(viewer: Viewer, intent: ViewerIntent, size: Size): ViewerStep {
  const fit = fitted(viewer, size);
  const step = fit.card === undefined ? stepTree(fit, intent, size) : stepCard(fit, intent, size);
  return { ...step, viewer: scrolled(step.viewer, size) };
}

/** While the card is shown: it scrolls, and goes away with any other key. */
function stepCard(viewer: Viewer, intent: ViewerIntent, size: Size): ViewerStep {
  if (intent.kind === 'search-on') return { viewer: searchMore(viewer) };
  if (intent.kind !== 'move') return { viewer: { ...viewer, card: undefined } };
  const most = Math.max(cardRows(size.columns).length - bodyRows(size), 0);
  const wanted = (viewer.card ?? 0) + cardStep(intent.to, Math.max(bodyRows(size) >> 1, 1), most);
  return { viewer: { ...viewer, card: Math.min(Math.max(wanted, 0), most) } };
}

function cardStep(to: Destination, screen: number, all: number): number {
  if (to === 'first' || to === 'last') return to === 'first' ? -all : all;
  return to.endsWith('up') || to === 'parent' ? -screen : screen;
}

function stepTree(before: Viewer, intent: ViewerIntent, size: Size): ViewerStep {
  const viewer = intent.kind === 'search-on' ? before : { ...before, note: '' };
  switch (intent.kind) {
    case 'move':
      return { viewer: { ...viewer, ...destination(viewer, intent.to, bodyRows(size)) } };
    case 'fold':
      return { viewer: fold(viewer) };
    case 'unfold':
      return { viewer: unfold(viewer) };
    case 'toggle':
      return { viewer: isOpenNode(viewer, viewer.current.node) ? fold(viewer) : open(viewer) };
    case 'open-to':
      return { viewer: refolded(viewer, foldsTo(intent.depth)) };
    case 'flip':
      return { viewer: flip(viewer) };
    case 'find':
      return { viewer: findOn(viewer, intent.direction) };
    case 'search-on':
      return { viewer: searchMore(viewer) };
    case 'copy':
      return copied(viewer, intent.what);
    case 'card':
      return { viewer: { ...viewer, card: 0 } };
    case 'close':
      return { viewer, effect: { kind: 'close' } };
    default:
      return { viewer: stepTyping(viewer, intent) };
  }
}

type TypingIntent = Extract<
  ViewerIntent,
  { readonly kind: 'ask' | 'type' | 'erase' | 'accept' | 'cancel' }
>;

function stepTyping(viewer: Viewer, intent: TypingIntent): Viewer {
  const { typed = '' } = viewer;
  switch (intent.kind) {
    case 'ask':
      return { ...viewer, typed: '' };
    case 'type':
      return { ...viewer, typed: typed + intent.text.replaceAll('\n', ' ') };
    case 'erase':
      return { ...viewer, typed: typed === '' ? undefined : typed.slice(0, -1) };
    case 'accept':
      return searchFor({ ...viewer, typed: undefined }, typed);
    case 'cancel':
      return { ...viewer, typed: undefined };
  }
}

function fold(viewer: Viewer): Viewer {
  const { node } = viewer.current;
  if (isOpenNode(viewer, node)) return refolded(viewer, withFold(viewer.folds, node, false));
  return node.parent === undefined ? viewer : { ...viewer, current: valueRow(node.parent) };
}

function unfold(viewer: Viewer): Viewer {
  const { current } = viewer;
  if (!isOpenNode(viewer, current.node)) return open(viewer);
  return { ...viewer, current: nextRow(viewer, current) ?? current };
}

function open(viewer: Viewer): Viewer {
  const { node } = viewer.current;
  return canFold(viewer, node) ? refolded(viewer, withFold(viewer.folds, node, true)) : viewer;
}

function refolded(viewer: Viewer, folds: Folds): Viewer {
  const outline = { ...viewer, folds };
  return { ...outline, ...outlineChanged(outline, viewer) };
}

function flip(viewer: Viewer): Viewer {
  const outline = { ...viewer, form: viewer.form === 'tree' ? 'json' : 'tree' } as const;
  return { ...outline, ...outlineChanged(outline, viewer) };
}
