/** Lire un tableau venu d’ailleurs : point-virgule, virgule ou tabulation, guillemets doublés, marque UTF-8. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'

/** `ligne` : son numéro dans le fichier, celui de l’en-tête est 1. */
export type LigneLue = { readonly ligne: number; readonly champs: ReadonlyMap<string, string> }

const decouper = (
  texte: string,
  separateur: string,
): { readonly ligne: number; readonly cellules: string[] }[] => {
  const lignes: { ligne: number; cellules: string[] }[] = []
  let [cellule, entre, numero, depart] = ['', false, 1, 1]
  let cellules: string[] = []
  const finir = () => {
    cellules.push(cellule)
    if (cellules.some((c) => c.trim() !== '')) lignes.push({ ligne: depart, cellules })
    cellules = []
    cellule = ''
  }
  for (let i = 0; i < texte.length; i++) {
    const c = texte[i] ?? ''
    if (c === '\n') numero += 1
    if (entre) {
      if (c !== '"') cellule += c
      else if (texte[i + 1] === '"') {
        cellule += '"'
        i += 1
      } else entre = false
    } else if (c === '"' && cellule.trim() === '') {
      cellule = ''
      entre = true
    } else if (c === separateur) {
      cellules.push(cellule)
      cellule = ''
    } else if (c === '\n') {
      finir()
      depart = numero
    } else if (c !== '\r') cellule += c
  }
  finir()
  return lignes
}

/** « Montant HT », « montant_ht » et « MONTANT-HT » sont la même colonne. */
const nommer = (titre: string): string =>
  plier(titre)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

export const lireTable = (
  brut: string,
  exigees: readonly string[],
  max = 5_000,
): Result<readonly LigneLue[], Refus> => {
  const texte = brut.replace(/^\ufeff/, '')
  const [tete = ''] = texte.split('\n', 1)
  const separateur =
    [';', '\t', ','].toSorted((a, b) => tete.split(b).length - tete.split(a).length)[0] ?? ';'
  const [entete, ...lignes] = decouper(texte, separateur)
  if (!entete) return refuser('vide', 'Ce fichier est vide.')
  const noms = entete.cellules.map(nommer)
  const absentes = exigees.filter((e) => !noms.includes(e))
  if (absentes.length > 0)
    return refuser(
      'colonnes',
      `Il manque la colonne ${absentes.join(', ')}. La première ligne nomme les colonnes.`,
    )
  if (lignes.length > max) return refuser('trop-long', `Un fichier compte ${max} lignes au plus : coupez-le.`)
  return ok(
    lignes.map(({ ligne, cellules }) => ({
      ligne,
      // Une apostrophe devant un signe de formule vient d’un export : elle n’est pas du texte.
      champs: new Map(noms.map((n, i) => [n, (cellules[i] ?? '').trim().replace(/^'(?=[=+\-@])/, '')])),
    })),
  )
}
