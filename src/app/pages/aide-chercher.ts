import { plier } from '#kernel/texte.ts'
import { idsDesChapitres } from '#web/aide-des-pages.ts'
import { type Chapitre, chapitresDuFil } from './aide-chapitres.tsx'
import { chapitresSuite } from './aide-chapitres-suite.tsx'

const parId = new Map([...chapitresDuFil, ...chapitresSuite].map((c) => [c.id, c]))

/** Tous, dans l'ordre où un métier se vit. */
export const chapitres: readonly Chapitre[] = idsDesChapitres.flatMap((id) => parId.get(id) ?? [])

/** Ce que dit un chapitre, replié : balises ôtées. Composé une fois, à la première recherche. */
const replies = new Map<string, string>()
const pliDe = (c: Chapitre): string => {
  const deja = replies.get(c.id)
  if (deja !== undefined) return deja
  const texte = plier(
    `${c.titre} ${String(c.corps)
      .replace(/<[^>]*>/g, ' ')
      .replace(/&[a-z#0-9]+;/g, ' ')}`,
  )
  replies.set(c.id, texte)
  return texte
}

/** Les chapitres qui portent le début de chacun de ces mots ; ceux dont le titre les porte d'abord. */
export const chercherChapitres = (demande: string): readonly Chapitre[] => {
  const mots = plier(demande)
    .split(/[^a-z0-9]+/)
    .filter((m) => m.length >= 2)
  if (mots.length === 0) return []
  const dans = (texte: string) => {
    const lus = texte.split(/[^a-z0-9]+/)
    return mots.every((m) => lus.some((l) => l.startsWith(m)))
  }
  const trouves = chapitres.filter((c) => dans(pliDe(c)))
  return trouves.toSorted((a, b) => Number(dans(plier(b.titre))) - Number(dans(plier(a.titre))))
}
