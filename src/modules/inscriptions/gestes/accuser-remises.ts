/** L’accusé papier d’une remise déjà faite, rendu par plusieurs stagiaires d’un dossier. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { lireDossier, listerRemises } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { noterAccusePapier } from '../db/pieces.ecritures.ts'
import { accusePapierRecevable } from '../domain/accuse-papier.ts'
import type { DossierId } from '../domain/dossier.ts'

/** `a` : les inscriptions que la page montrait. Rend combien de personnes ont désormais accusé. */
export const accuserRemises = async (
  tx: TenantTx,
  ou: {
    readonly session: SessionId
    readonly dossier: DossierId
    readonly zone: Zone
    readonly recuLe: DateCivile
    readonly a: ReadonlySet<string>
  },
  le: Date,
): Promise<Result<{ readonly accusees: number }, Refus>> => {
  const dossier = await lireDossier(tx, ou.session, ou.dossier)
  if (!dossier) return refuser('introuvable', 'Ce dossier n’existe pas ici.')
  const remises = (await listerRemises(tx, { session: ou.session })).filter((r) => r.accuseLe === null)
  const siens = (await listerInscrits(tx, ou.session)).filter(
    (i) =>
      i.dossier === ou.dossier && !i.closeLe && ou.a.has(i.id) && remises.some((r) => r.inscription === i.id),
  )
  const permis = accusePapierRecevable(ou.recuLe, {
    remisLe: remises
      .filter((r) => siens.some((i) => i.id === r.inscription))
      .map((r) => jourLocal(r.remisLe, ou.zone)),
    aujourdhui: jourLocal(le, ou.zone),
  })
  if (!permis.ok) return permis
  for (const i of siens) await noterAccusePapier(tx, i.id, ou.recuLe)
  await consigner(tx, {
    activite: dossier.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'accuser-remise',
    objet: { genre: 'dossier', id: dossier.id },
    phrase: `${compter(siens.length, 'accusé')} sur papier, pour {session:${ou.session}}.`,
    details: { personnes: siens.length },
  })
  return ok({ accusees: siens.length })
}
