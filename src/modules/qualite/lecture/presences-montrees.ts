import { formaterDate } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { clePresence, lireCases, lireDemis, receptionsDe } from '#modules/emargement/index.ts'
import { motDemiJournee, type SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { direPresence } from '../domain/dire-presence.ts'
import type { SessionTiree } from '../domain/tirage.ts'

/** Par session, les présences des stagiaires de l’échantillon, demi-journée par demi-journée, et de personne d’autre. */
export const presencesMontrees = async (
  tx: TenantTx,
  tirees: readonly SessionTiree[],
): Promise<ReadonlyMap<string, readonly (readonly [string, string])[]>> => {
  const parSession = new Map<string, readonly (readonly [string, string])[]>()
  for (const { id, inscriptions } of tirees) {
    const session = id as SessionId
    const demis = new Map((await lireDemis(tx, session)).map((d) => [d.seance.id, d]))
    const receptions = await receptionsDe(tx, session)
    const dites: (readonly [string, string])[] = []
    for (const inscription of inscriptions)
      for (const c of await lireCases(tx, {
        session,
        inscription: inscription as Id<'Inscription'>,
        sansPrive: true,
      })) {
        const demi = demis.get(c.seance)
        if (!demi) continue
        const { seance, demiJournee } = demi
        const recueLe =
          c.presence.etat === 'signee'
            ? receptions.get(clePresence(c.inscription, c.seance, c.presence.signeeLe))
            : undefined
        const dit = direPresence({ ...c, recueLe }, seance)
        if (dit)
          dites.push([
            `${c.personne.prenom} ${c.personne.nom}, ${formaterDate(seance.date, 'court')}, ${(motDemiJournee as Readonly<Record<string, string>>)[demiJournee] ?? demiJournee}`,
            dit,
          ])
      }
    parSession.set(id, dites)
  }
  return parSession
}
