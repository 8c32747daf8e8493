/** Un tableau venu d’ailleurs, lu par la porte commune (`#platform/csv`), ses colonnes retrouvées par leur nom. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import { lireCsv } from '#platform/csv/lire-csv.ts'

/** `ligne` : son numéro dans le fichier, celui de l’en-tête est 1. */
export type LigneLue = { readonly ligne: number; readonly champs: ReadonlyMap<string, string> }

/** « Montant HT », « montant_ht » et « MONTANT-HT » sont la même colonne. */
const nommer = (titre: string): string =>
  plier(titre)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** Ce qu’un tableau doit nommer. `synonymes` : par colonne, les noms que d’autres outils lui donnent, le meilleur d’abord. */
export type Colonnes = {
  readonly exigees: readonly string[]
  readonly synonymes?: Readonly<Record<string, readonly string[]>>
}

/** Combien de lignes un titre, une adresse ou un solde occupent au plus au-dessus du tableau. */
const preambule = 30

/** Les noms d’ici : « Montant (EUR) » est `montant_eur`, donc `montant` ; le premier synonyme trouvé l’emporte. */
const reconnaitre = (titres: readonly string[], synonymes: Colonnes['synonymes'] = {}): string[] => {
  const noms = titres.map((t) => nommer(t).replace(/_(en_)?(eur|euro|euros)$/, ''))
  for (const [ici, autres] of Object.entries(synonymes)) {
    const rang = noms.includes(ici) ? -1 : noms.indexOf(autres.find((x) => noms.includes(x)) ?? '')
    if (rang >= 0) noms[rang] = ici
  }
  return noms
}

export const lireTable = (
  texte: string,
  attendu: readonly string[] | Colonnes,
  max = 5_000,
): Result<readonly LigneLue[], Refus> => {
  const { exigees, synonymes }: Colonnes = 'exigees' in attendu ? attendu : { exigees: attendu }
  const lu = lireCsv(new TextEncoder().encode(texte))
  if (!lu.ok) return lu
  const rangees = [{ ligne: 1, cellules: lu.value.entetes }, ...lu.value.lignes]
  const absentesDe = (noms: readonly string[]) => exigees.filter((e) => !noms.includes(e))
  const titre = Math.max(
    rangees
      .slice(0, preambule)
      .findIndex(({ cellules }) => absentesDe(reconnaitre(cellules, synonymes)).length === 0),
    0,
  )
  const noms = reconnaitre(rangees[titre]?.cellules ?? [], synonymes)
  const absentes = absentesDe(noms)
  if (absentes.length > 0)
    return refuser(
      'colonnes',
      `Il manque la colonne ${absentes.join(', ')}. Une ligne, parmi les premières, nomme les colonnes.`,
    )
  const lignes = rangees.slice(titre + 1)
  if (lignes.length > max) return refuser('trop-long', `Un fichier compte ${max} lignes au plus : coupez-le.`)
  return ok(
    lignes.map(({ ligne, cellules }) => ({
      ligne,
      // Une apostrophe devant un signe de formule vient d’un export : elle n’est pas du texte.
      champs: new Map(noms.map((n, i) => [n, (cellules[i] ?? '').trim().replace(/^'(?=[=+\-@])/, '')])),
    })),
  )
}
