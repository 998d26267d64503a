// Where this was before it moved to src/text; for branches that still look here.
export * from '../text/width.js';
