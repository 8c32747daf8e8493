/** Où en est une personne dans la coopérative : des étapes datées, que l’équipe d’appui note et ôte. Rien de la paie n’y entre. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Intervenant } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterSituation, oterSituation, verrouillerParcours } from '../db/situations.ecritures.ts'
import { listerSituations } from '../db/situations.ts'
import { motEtapeDeVie, type Situation, verifierSituation } from '../domain/situations.ts'

type Fait = Promise<Result<undefined, Refus>>

const noter = (
  tx: TenantTx,
  qui: Pick<Situation, 'personne' | 'activite'>,
  geste: string,
  phrase: string,
  le: Date,
) =>
  consigner(tx, {
    activite: qui.activite,
    faitLe: le,
    module: 'cae',
    geste,
    objet: { genre: 'personne', id: qui.personne },
    phrase,
  })

const dejaNotee = () => refuser('deja', 'Cette étape est déjà notée ce jour-là.')

/** Note une étape, si celles d’avant la permettent. Un double envoi retombe sur la même, que son identifiant dit. */
export const noterSituation = async (
  tx: TenantTx,
  qui: Pick<Intervenant, 'personne' | 'activite'>,
  neuve: Pick<Situation, 'id' | 'genre' | 'du' | 'au' | 'note'>,
  le: Date,
): Fait => {
  await verrouillerParcours(tx, qui.personne)
  const notees = await listerSituations(tx, qui.personne)
  if (notees.some((s) => s.id === neuve.id)) return ok(undefined)
  if (notees.some((s) => s.genre === neuve.genre && s.du === neuve.du)) return dejaNotee()
  const possible = verifierSituation(notees, neuve)
  if (!possible.ok) return possible
  if (!(await ajouterSituation(tx, { ...neuve, ...qui }))) return dejaNotee()
  await noter(tx, qui, 'noter-situation', `Une étape est notée : ${motEtapeDeVie[neuve.genre]}.`, le)
  return ok(undefined)
}

/** Ôte la dernière étape : notée par erreur, elle ne compte plus. */
export const retirerSituation = async (tx: TenantTx, s: Situation, le: Date): Fait => {
  await verrouillerParcours(tx, s.personne)
  const derniere = (await listerSituations(tx, s.personne)).at(-1)
  if (derniere?.id !== s.id)
    return refuser('ordre', 'Seule la dernière étape s’ôte : celles d’avant en dépendent.')
  if (!(await oterSituation(tx, s.id, le))) return refuser('deja', 'Cette étape est déjà ôtée.')
  await noter(tx, s, 'oter-situation', `Une étape est ôtée : ${motEtapeDeVie[s.genre]}.`, le)
  return ok(undefined)
}
