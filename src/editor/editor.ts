// One step of the editor: state and intent -> state, and what the host must do.

import { giveDraftBack, recall, recallLast } from './browse.js';
import {
  changeCase,
  insert,
  insertLastArgument,
  kill,
  move,
  moveLine,
  redo,
  remove,
  transposeCharacters,
  transposeWords,
  type,
  undo,
  yank,
  yankPop,
} from './commands.js';
import type { EditorHost, Effect, Intent } from './intents.js';
import { abandonMenu, walkMenu } from './menu.js';
import {
  acceptMatch,
  extendQuery,
  giveUpSearch,
  type Search,
  searchOn,
  shortenQuery,
} from './search.js';
import { type EditorState, freshLine } from './state.js';

export interface Step {
  readonly state: EditorState;
  readonly effect?: Effect;
}

/** What an intent does. */
export function step(state: EditorState, intent: Intent, host: EditorHost): Step {
  const { search } = state;
  if (search === undefined) return stepLine(state, intent, host);
  const searched = stepSearch(state, search, intent, host);
  return searched === undefined
    ? stepLine(acceptMatch(state, search), intent, host)
    : { state: searched };
}

/** While searching, some intents are about the query; undefined for those that end the search. */
function stepSearch(
  state: EditorState,
  search: Search,
  intent: Intent,
  host: EditorHost,
): EditorState | undefined {
  switch (intent.kind) {
    case 'insert':
    case 'paste':
      return extendQuery(state, search, intent.text);
    case 'delete':
      return intent.motion === 'char-left' ? shortenQuery(state, search) : undefined;
    case 'search':
      return searchOn(state, intent.direction, host);
    case 'close':
    case 'abandon':
      return giveUpSearch(state, search);
    default:
      return undefined;
  }
}

function stepLine(state: EditorState, intent: Intent, host: EditorHost): Step {
  switch (intent.kind) {
    case 'submit':
      return submit(state, host);
    case 'complete':
      // The first Tab asks the host even if a menu is open: live values are looked up only on demand.
      return state.menu?.chosen === undefined
        ? { state, effect: intent }
        : { state: walkMenu(state, intent.direction) };
    case 'delete-or-end':
      return state.buffer.text === ''
        ? { state, effect: { kind: 'end' } }
        : { state: remove(state, 'char-right') };
    case 'interrupt':
      return { state: freshLine(state), effect: intent };
    case 'host':
      return { state, effect: intent };
    default:
      return { state: editLine(state, intent, host) };
  }
}

/** Enter runs the line as it stands, menu or not. */
function submit(state: EditorState, host: EditorHost): Step {
  const { text } = state.buffer;
  if (host.validate(text) === 'incomplete') return { state: insert(state, '\n') };
  return { state: freshLine(state), effect: { kind: 'submit', line: text } };
}

type HostIntent = 'submit' | 'complete' | 'delete-or-end' | 'interrupt' | 'host';
type EditIntent = Exclude<Intent, { readonly kind: HostIntent }>;

function editLine(state: EditorState, intent: EditIntent, host: EditorHost): EditorState {
  switch (intent.kind) {
    case 'insert':
      return type(state, intent.text);
    case 'paste':
      return insert(state, intent.text);
    case 'newline':
      return insert(state, '\n');
    case 'delete':
      return remove(state, intent.motion);
    case 'kill':
      return kill(state, intent.motion);
    case 'yank':
      return yank(state);
    case 'yank-pop':
      return yankPop(state);
    case 'transpose':
      return intent.unit === 'word' ? transposeWords(state) : transposeCharacters(state);
    case 'change-case':
      return changeCase(state, intent.to);
    case 'undo':
      return undo(state);
    case 'redo':
      return redo(state);
    default:
      return travelLine(state, intent, host);
  }
}

type TravelKind =
  | 'move'
  | 'move-line'
  | 'recall'
  | 'recall-last'
  | 'search'
  | 'last-argument'
  | 'close'
  | 'abandon';
type TravelIntent = Extract<Intent, { readonly kind: TravelKind }>;

function travelLine(state: EditorState, intent: TravelIntent, host: EditorHost): EditorState {
  switch (intent.kind) {
    case 'move':
      return move(state, intent.motion);
    case 'move-line':
      return moveLineOrRecall(state, intent.direction, host);
    case 'recall':
      return recall(state, intent.direction, host);
    case 'recall-last':
      return recallLast(state, intent.direction, host);
    case 'search':
      return searchOn(state, intent.direction, host);
    case 'last-argument':
      return insertLastArgument(state, host.recall());
    case 'close':
      return state.menu === undefined ? giveDraftBack(state) : { ...state, menu: undefined };
    case 'abandon':
      return state.menu === undefined ? giveDraftBack(state) : abandonMenu(state, state.menu);
  }
}

/** While lines are being recalled, Up and Down go on doing so, however many lines the recalled one has. */
function moveLineOrRecall(
  state: EditorState,
  direction: 'up' | 'down',
  host: EditorHost,
): EditorState {
  const inText = state.run?.kind === 'recalled' ? undefined : moveLine(state, direction);
  return inText ?? recall(state, direction === 'up' ? 'older' : 'newer', host);
}
