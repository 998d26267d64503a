// A frame on the terminal by Ink: a text a row, the real cursor in its place. Draws, and knows nothing.
import { Box, Text, useCursor, useStdout } from 'ink';
import { memo } from 'react';
import type { Frame } from '../draw/frame.js';

export interface FrameViewProps {
  readonly frame: Frame;
  /** Given the way to write above the frame, once there is one. */
  readonly onWriter: (write: (text: string) => void) => void;
}

export function FrameView({ frame: { lines, cursor }, onWriter }: FrameViewProps) {
  const { setCursorPosition } = useCursor();
  onWriter(useStdout().write);
  setCursorPosition(cursor && { x: cursor.column, y: cursor.row });
  return (
    <Box flexDirection="column">
      {lines.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen.
        <Row key={at} text={text} />
      ))}
    </Box>
  );
}

/** An empty row would have no height. */
const Row = memo(({ text }: { readonly text: string }) => (
  <Text wrap="truncate-end">{text === '' ? ' ' : text}</Text>
));
