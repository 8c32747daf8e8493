import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { ajouterBareme, type BaremeVoulu, poserReglage, retirerBareme } from '../db/compte.ecritures.ts'
import { lireReglage, listerBaremes } from '../db/compte.ts'
import type { Reglage } from '../domain/compte.ts'
import { tenusTelsQuels } from './tenus.ts'

const noter = async (tx: TenantTx, visiteur: Visiteur, geste: string, phrase: string, le: Date) => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne) await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'cae', geste, phrase })
}

/** Pose un barème daté ; un autre, plus tard, le remplace. Un double envoi retombe sur le même. */
export const poserBareme = async (
  tx: TenantTx,
  visiteur: Visiteur,
  b: BaremeVoulu,
  le: Date,
): Promise<Result<undefined, Refus>> => {
  if (!(await ajouterBareme(tx, b)))
    return (await listerBaremes(tx, null)).some((x) => x.id === b.id)
      ? ok(undefined)
      : refuser('deja', 'Un barème de cette contribution commence déjà ce jour-là : retirez-le d’abord.')
  await noter(
    tx,
    visiteur,
    'poser-bareme',
    `{personne:${visiteur.personneId}} a posé un barème de contribution.`,
    le,
  )
  return ok(undefined)
}

/** Retire un barème posé par erreur : celui d’avant vaut de nouveau. */
export const oterBareme = async (
  tx: TenantTx,
  visiteur: Visiteur,
  id: Id<'Bareme'>,
  le: Date,
): Promise<Result<undefined, Refus>> => {
  if (!(await retirerBareme(tx, id, visiteur.personneId, le)))
    return refuser('introuvable', 'Ce barème n’est plus en place.')
  await noter(
    tx,
    visiteur,
    'retirer-bareme',
    `{personne:${visiteur.personneId}} a retiré un barème de contribution.`,
    le,
  )
  return ok(undefined)
}

/** Tranche ce que les barèmes ne disent pas, et dit les comptes de la trésorerie. */
export const trancher = async (
  tx: TenantTx,
  visiteur: Visiteur,
  r: Reglage,
  version: number,
  le: Date,
): Promise<Result<undefined, Refus>> => {
  if (!(await poserReglage(tx, r, version, visiteur.personneId, le)))
    return tenusTelsQuels(r, await lireReglage(tx))
      ? ok(undefined)
      : refuser('perime', 'Quelqu’un vient de changer ces réglages : relisez-les avant de continuer.')
  await noter(
    tx,
    visiteur,
    'regler-contribution',
    `{personne:${visiteur.personneId}} a changé les réglages des contributions.`,
    le,
  )
  return ok(undefined)
}
