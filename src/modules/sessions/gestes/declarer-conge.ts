import type { Id } from '#kernel/id.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Tiers } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterConge, retirerConge } from '../db/conges.ecritures.ts'
import { listerConges, type SeancePrise, seancesPrises } from '../db/conges.ts'
import { declarerConge, type Periode, type RefusConge } from '../domain/conge.ts'

type Personne = Pick<Tiers, 'id' | 'activite'>

const noter = (tx: TenantTx, p: Personne, le: Date, geste: string, phrase: string) =>
  consigner(tx, {
    activite: p.activite,
    faitLe: le,
    module: 'sessions',
    geste,
    objet: { genre: 'tiers', id: p.id },
    phrase,
  })

/** Déclare ces jours, une fois par identifiant ; rend les demi-journées qu’elle y anime, à confier à d’autres. */
export const declarerAbsence = async (
  tx: TenantTx,
  p: Personne,
  conge: Id<'Conge'>,
  periode: Periode,
  le: Date,
): Promise<Result<readonly SeancePrise[], RefusConge>> => {
  const fait = declarerConge(
    periode,
    (await listerConges(tx, [p.id])).filter((x) => x.id !== conge),
  )
  if (!fait.ok) return fait
  if (await ajouterConge(tx, { id: conge, personne: p.id, ...fait.value, activite: p.activite, le }))
    await noter(tx, p, le, 'declarer-conge', `Une absence de {tiers:${p.id}} est déclarée.`)
  return ok(await seancesPrises(tx, [p.id], fait.value.du, fait.value.au))
}

export const retirerAbsence = async (
  tx: TenantTx,
  p: Personne,
  conge: Id<'Conge'>,
  le: Date,
): Promise<void> => {
  if (await retirerConge(tx, conge, [p.id], le))
    await noter(tx, p, le, 'retirer-conge', `Une absence déclarée de {tiers:${p.id}} est retirée.`)
}
