/** Ce que l’îlot des prix dessine : les mêmes balises que les pages. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  nom: K,
  texte = '',
  attributs: Record<string, string> = {},
): HTMLElementTagNameMap[K] => {
  const e = document.createElement(nom)
  e.textContent = texte
  for (const [k, v] of Object.entries(attributs)) e.setAttribute(k, v)
  return e
}
export const euros = (centimes: number): string =>
  (centimes / 100).toLocaleString('fr-FR', { style: 'currency', currency: 'EUR' })
export const nombre = (centiemes: number): string => (centiemes / 100).toLocaleString('fr-FR')

/** Le même tableau que ceux des pages : au téléphone, chaque case porte son titre. */
export const tableau = (
  legende: string,
  titres: readonly string[],
  lignes: readonly (readonly (string | Node)[])[],
): HTMLElement => {
  const table = el('table', '', { class: 'table pile large', role: 'table' })
  const [tete, corps] = [el('thead', '', { role: 'rowgroup' }), el('tbody', '', { role: 'rowgroup' })]
  const rang = el('tr', '', { role: 'row' })
  rang.append(...titres.map((t) => el('th', t, { scope: 'col', role: 'columnheader' })))
  tete.append(rang)
  for (const l of lignes) {
    const tr = el('tr', '', { role: 'row' })
    tr.append(
      ...l.map((c, i) => {
        const td =
          i === 0
            ? el('th', '', { scope: 'row', role: 'rowheader', class: 'nom' })
            : el('td', '', { role: 'cell', 'data-titre': titres[i] ?? '' })
        td.append(c)
        return td
      }),
    )
    corps.append(tr)
  }
  table.append(el('caption', legende, { class: 'unseen' }), tete, corps)
  return table
}
