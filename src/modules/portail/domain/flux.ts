/** Les mêmes entrées en RSS 2.0 et en JSON Feed 1.1 ; l'Atom est dans `atom.ts`. */
import { type EntreeAtom, enXml } from './atom.ts'

type Flux = { readonly titre: string; readonly url: string; readonly page: string; readonly le: Date }

export const enRss = (
  flux: Flux,
  entrees: readonly EntreeAtom[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${enXml(flux.titre)}</title>
<link>${enXml(flux.page)}</link>
<description>${enXml(flux.titre)}</description>
<language>fr</language>
<atom:link rel="self" type="application/rss+xml" href="${enXml(flux.url)}"/>
<lastBuildDate>${(entrees[0]?.le ?? flux.le).toUTCString()}</lastBuildDate>
${entrees
  .map(
    (e) => `<item>
<title>${enXml(e.titre)}</title>
<link>${enXml(e.url)}</link>
<guid isPermaLink="true">${enXml(e.url)}</guid>
<pubDate>${e.le.toUTCString()}</pubDate>
<description>${enXml(e.resume)}</description>
</item>`,
  )
  .join('\n')}
</channel>
</rss>
`

export const enJsonFeed = (flux: Flux, entrees: readonly EntreeAtom[]): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: flux.titre,
    home_page_url: flux.page,
    feed_url: flux.url,
    language: 'fr',
    items: entrees.map((e) => ({
      id: e.url,
      url: e.url,
      title: e.titre,
      summary: e.resume,
      content_text: e.resume,
      date_published: e.le.toISOString(),
      authors: [{ name: e.auteur }],
    })),
  })
