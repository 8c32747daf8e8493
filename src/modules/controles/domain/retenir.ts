/** Ce qui retient la facture d’un dossier : un constat bloquant, que personne n’a accepté, et qui le touche. */
import type { DossierControle } from './dossier.ts'
import type { ConstatJuge } from './juger.ts'

const personnesDites = (phrase: string): string[] =>
  [...phrase.matchAll(/\{tiers:([0-9a-f-]{36})\}/g)].flatMap((m) => m[1] ?? [])

/** Le dossier client dont parle un constat ; nul : il parle de toute la session, et touche chacun. */
const dossiersTouches = (d: DossierControle, c: ConstatJuge): ReadonlySet<string> | null => {
  if (c.ou.genre === 'dossier') return new Set([c.ou.id])
  const dossierDe = new Map(d.inscriptions.map((i) => [i.id, i.dossier]))
  if (c.ou.genre === 'piece') {
    const { id } = c.ou
    const objet = d.pieces.find((p) => p.id === id)?.objet
    const dossier = objet === undefined ? undefined : (dossierDe.get(objet) ?? objet)
    return dossier === undefined ? null : new Set([dossier])
  }
  // Une phrase ne désigne une personne que par sa fiche : celles des stagiaires disent de qui l’on parle.
  const dites = new Set(personnesDites(c.phrase))
  const siens = d.inscriptions.filter((i) => dites.has(i.personne))
  return siens.length === 0 ? null : new Set(siens.flatMap((i) => i.dossier ?? []))
}

/**
 * Une facture déjà partie se corrige par un avoir : ce que l’on en dit ne retient pas la suivante, qui parfois la complète
 * (`parLaFacture`, et tout constat qui se répare sur une facture).
 */
export const retientLaFacture = (
  d: DossierControle,
  constats: readonly ConstatJuge[],
  dossier: string,
  parLaFacture: ReadonlySet<string>,
): ConstatJuge[] =>
  constats.filter((c) => {
    if (c.gravite !== 'bloquant' || c.jugement || c.ou.genre === 'facture' || parLaFacture.has(c.regle))
      return false
    const touches = dossiersTouches(d, c)
    return touches === null || touches.has(dossier)
  })
