import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { genresPlafonnes } from '#modules/documents/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { Visiteur } from '#web/env.ts'
import { ajouterPlafond, fermerPlafond } from '../db/plafonds.ecritures.ts'
import { listerPlafonds, type Plafond, type PlafondId } from '../db/plafonds.ts'
import { PLAFOND_MAX } from '../domain/plafonds.ts'

type Voulu = Omit<Plafond, 'id' | 'revoqueLe' | 'ceMois' | 'genre'> & {
  readonly genres: readonly string[]
}

/** Donne un plafond à une autre personne, un par genre de pièce. Tous ou aucun. */
export const donnerPlafond = async (
  { db, clock }: Services,
  visiteur: Visiteur,
  { genres, dirige, ...p }: Voulu & { readonly dirige: boolean },
): Promise<Result<undefined, Refus>> => {
  if (p.compte === visiteur.personneId)
    return refuser('soi', 'Une autre personne vous donne votre plafond : vous ne vous le donnez pas.')
  if (p.pour === 'autres' && !dirige)
    return refuser('direction', 'Seule la direction borne ce que vise l’équipe d’appui.')
  const voulus = genres.filter((g) => genresPlafonnes.some((x) => x === g))
  if (voulus.length === 0) return refuser('genres', 'Cochez au moins un genre de pièce.')
  if (p.au !== null && p.au < p.du) return refuser('au', 'Le dernier jour vient avant le premier.')
  if (Math.max(p.montant, p.cumul ?? 0) > PLAFOND_MAX)
    return refuser('montant', 'Un plafond ne dépasse pas un milliard d’euros.')
  if (p.cumul !== null && p.cumul < p.montant)
    return refuser('cumul', 'Le cumul du mois est au moins le plafond d’une pièce.')
  const rendu = await db
    .withTenant(visiteur.acces, async (tx): Promise<Result<undefined, Refus>> => {
      const enseigne = await enseigneParDefaut(tx, visiteur)
      if (!enseigne) return refuser('introuvable', 'Cette coopérative n’a pas d’enseigne.')
      if (!(await adhesions(tx)).some((m) => m.compte === p.compte && !m.enAttente))
        return refuser('introuvable', 'Cette personne n’est pas de la coopérative.')
      for (const genre of voulus)
        if (!(await ajouterPlafond(tx, { ...p, id: newId<'Plafond'>(), genre }))) throw new PlafondDejaLa()
      await consigner(tx, {
        activite: enseigne.id,
        faitLe: clock.now(),
        module: 'cae',
        geste: 'donner-plafond',
        objet: { genre: 'compte', id: p.compte },
        phrase: `{personne:${visiteur.personneId}} a donné un plafond de visa à {personne:${p.compte}}.`,
      })
      return ok(undefined)
    })
    .catch((erreur: unknown) => {
      if (erreur instanceof PlafondDejaLa)
        return refuser(
          'deja',
          'Un plafond vaut déjà pour cette personne et ce genre à ces dates : révoquez-le d’abord.',
        )
      throw erreur
    })
  return rendu ?? refuser('introuvable', 'Cette personne n’est pas de la coopérative.')
}

/** Défait la transaction : ses genres se donnent tous, ou aucun. */
class PlafondDejaLa extends Error {}

/** Révoque un plafond : dès maintenant, plus rien ne se vise sous lui. Ce qui a été visé le reste. */
export const revoquerPlafond = async (
  { db, clock }: Services,
  visiteur: Visiteur,
  id: PlafondId,
): Promise<Result<Plafond, Refus>> => {
  const rendu = await db.withTenant(visiteur.acces, async (tx): Promise<Result<Plafond, Refus>> => {
    const le = clock.now()
    const p = (await listerPlafonds(tx)).find((x) => x.id === id)
    if (!p) return refuser('introuvable', 'Ce plafond n’existe pas.')
    const enseigne = await enseigneParDefaut(tx, visiteur)
    if (!enseigne) return refuser('introuvable', 'Cette coopérative n’a pas d’enseigne.')
    if (p.compte === visiteur.personneId) return refuser('soi', 'Une autre personne révoque votre plafond.')
    if (!(await fermerPlafond(tx, id, le)))
      return refuser('deja', 'Ce plafond est déjà révoqué, ou la direction seule le révoque.')
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'cae',
      geste: 'revoquer-plafond',
      objet: { genre: 'compte', id: p.compte },
      phrase: `{personne:${visiteur.personneId}} a révoqué un plafond de visa de {personne:${p.compte}}.`,
    })
    return ok(p)
  })
  return rendu ?? refuser('introuvable', 'Ce plafond n’existe pas.')
}
