// Places in sources, as the server says them and as the editor shows them.
import { Location, Position, Range, Uri, ViewColumn, window, workspace } from 'vscode';
import type * as lsp from 'vscode-languageserver-types';

/** A range of the protocol as one of the editor. */
export function toRange(range: lsp.Range): Range {
  return new Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** A place of the protocol as one of the editor. */
export function toLocation(location: lsp.Location): Location {
  return new Location(Uri.parse(location.uri), toRange(location.range));
}

/** A position of the protocol as one of the editor. */
export function toPosition(position: lsp.Position): Position {
  return new Position(position.line, position.character);
}

/** Shows a place: in the editor that has the file open already, else in the column asked for. */
export async function openLocation(location: lsp.Location, column = ViewColumn.Active): Promise<void> {
  const { uri, range } = toLocation(location);
  const shown = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { selection: range, viewColumn: shown?.viewColumn ?? column });
}
