// The viewer over whatever else the screen shows: keys go to it until it is closed. Searches on while nothing else is
// to be done.
import type { InputEvent } from '../editor/keys.js';
import type { Frame } from './draw/frame.js';
import type { Paint } from './draw/spans.js';
import type { Size } from './facts.js';
import type { ShownReply } from './screen-host.js';
import { viewerIntent } from './viewer/bindings.js';
import type { ViewerIntent } from './viewer/intents.js';
import { stepViewer } from './viewer/step-viewer.js';
import { isSearching, openViewer, type Viewer } from './viewer/viewer.js';
import { viewerFrame } from './viewer/viewer-frame.js';

export interface OverlayOwner {
  readonly size: () => Size;
  readonly redraw: () => void;
  readonly copy: (text: string) => void;
  readonly close: () => void;
}

export class ViewerOverlay {
  readonly #owner: OverlayOwner;
  #viewer: Viewer;
  #searching: NodeJS.Immediate | undefined;

  constructor({ json, title, command }: ShownReply, owner: OverlayOwner) {
    this.#owner = owner;
    this.#viewer = openViewer(json, title, command);
  }

  take(event: InputEvent): void {
    const intent = viewerIntent(event, this.#viewer.typed !== undefined);
    if (intent !== undefined) this.#step(intent);
  }

  frame(paint: Paint): Frame {
    return { lines: viewerFrame(this.#viewer, this.#owner.size(), paint), cursor: undefined };
  }

  stop(): void {
    clearImmediate(this.#searching);
  }

  #step(intent: ViewerIntent): void {
    const { viewer, effect } = stepViewer(this.#viewer, intent, this.#owner.size());
    this.#viewer = viewer;
    if (effect?.kind === 'copy') this.#owner.copy(effect.text);
    if (effect?.kind === 'close') {
      this.#owner.close();
      return;
    }
    this.#owner.redraw();
    this.#searchOn();
  }

  #searchOn(): void {
    clearImmediate(this.#searching);
    if (!isSearching(this.#viewer)) return;
    this.#searching = setImmediate(() => this.#step({ kind: 'search-on' }));
  }
}
