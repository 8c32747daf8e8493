/** Un flux Atom (RFC 4287). Chaque texte y est du texte : ni balise ni signe interdit n'y passe. */
export type EntreeAtom = {
  readonly titre: string
  readonly url: string
  readonly le: Date
  readonly resume: string
  readonly auteur: string
}

const echappes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Ce que XML 1.0 n'admet pas part ; le reste s'échappe. */
export const enXml = (t: string): string =>
  t
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que XML refuse
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (s) => echappes[s] ?? '')

export const enAtom = (
  flux: { readonly titre: string; readonly url: string; readonly page: string; readonly le: Date },
  entrees: readonly EntreeAtom[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title>${enXml(flux.titre)}</title>
<id>${enXml(flux.url)}</id>
<link rel="self" type="application/atom+xml" href="${enXml(flux.url)}"/>
<link rel="alternate" type="text/html" href="${enXml(flux.page)}"/>
<updated>${(entrees[0]?.le ?? flux.le).toISOString()}</updated>
${entrees
  .map(
    (e) => `<entry>
<title>${enXml(e.titre)}</title>
<id>${enXml(e.url)}</id>
<link rel="alternate" type="text/html" href="${enXml(e.url)}"/>
<updated>${e.le.toISOString()}</updated>
<author><name>${enXml(e.auteur)}</name></author>
<summary type="text">${enXml(e.resume)}</summary>
</entry>`,
  )
  .join('\n')}
</feed>
`
