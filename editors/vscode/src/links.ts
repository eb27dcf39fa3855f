// Links of a proof. The preview of Markdown follows paths from the root of the workspace, and no `file:` address.

const FILE_LINK = /\]\(<?file:\/\/([^)>\s]*?)(#[^)>\s]*)?>?\)/g;

/** The Markdown with its `file:` links as paths that start at `folder`, a path with `/` as the preview wants them. */
export function linksFrom(markdown: string, folder: string): string {
  const root = decodeURIComponent(folder).split('/').filter(Boolean);
  return markdown.replace(FILE_LINK, (link: string, path: string, fragment = '') => {
    const parts = path.split('/').filter(Boolean);
    const decoded = parts.map(decodeURIComponent);
    let shared = 0;
    while (shared < root.length && shared < decoded.length - 1 && root[shared] === decoded[shared]) {
      shared += 1;
    }
    // On another drive there is no way from here to there.
    if (/^[A-Za-z]:$/.test(decoded[0] ?? '') && shared === 0) {
      return link;
    }
    const ups = root.slice(shared).map(() => '..');
    return `](/${[...ups, ...parts.slice(shared)].join('/')}${fragment})`;
  });
}
