import type { Context } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { cooperativeUrl } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env } from '#web/env.ts'
import { donneesUrl } from '../liens.ts'

export const racine = [
  { libelle: 'Coopérative', href: cooperativeUrl() },
  { libelle: 'Données personnelles', href: donneesUrl() },
] as const
export const jour = (j: string): string => formaterDate(j as DateCivile, 'court')
export const jourDe = (le: Date): string => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'court')
export const aujourdhui = (le: Date): DateCivile => jourLocal(le, ZONE_PAR_DEFAUT)
export const personneDe = (c: Context<Env>): PersonneId | undefined =>
  asId<'Personne'>(c.req.param('personne') ?? '')

/** Le nom de chaque membre, pour dire qui a fait quoi. */
export const nomsDesMembres = async (tx: TenantTx): Promise<(compte: string | null) => string> => {
  const noms = new Map((await adhesions(tx)).map((a) => [a.compte as string, `${a.prenom} ${a.nom}`.trim()]))
  return (compte) => (compte ? (noms.get(compte) ?? 'une personne partie') : 'la tâche de nuit')
}
