/** Relit les agendas du dehors : sans compte, par leur adresse secrète, et n'en garde que ce qui occupe. */
import { asId } from '#kernel/id.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { resoudre } from '#modules/tiers/index.ts'
import { lireOccupe } from '#platform/agenda/lire-occupe.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import { creerRecuperer, type Recuperer } from '#platform/reseau/recuperer.ts'
import { noterEchec, remplacerPlages } from '../db/agendas.ecritures.ts'
import { type AgendaId, agendasALire } from '../db/agendas.ts'
import { tacheLireAgendas, usageAdresse } from '../domain/agendas.ts'

export const tourneeAgendas = 'sessions.tournee-agendas'

const JOUR = 86_400_000
/** Ce que l'on garde du passé, et de l'avenir ; ce que vaut encore un agenda qui ne répond plus. Usages, réglables ici. */
const JOURS_PASSES = 7
const JOURS_A_VENIR = 400
const JOURS_SANS_REPONSE = 14
const bornes = { octets: 5_000_000, millisecondes: 15_000 }

export const tournee: SystemJobHandler = pourChacune(async (tx, organisme) => {
  if ((await agendasALire(tx)).length > 0)
    await enqueue(tx, tacheLireAgendas, { organisme }, { cle: 'agendas' })
})

/** Un agenda nommé, ou tous ceux de l'organisme. Le réseau se lit hors de toute transaction. */
export const creerLireAgendas =
  (recuperer: Recuperer = creerRecuperer()): JobHandler =>
  async ({ organisme, agenda }, { db, clock, keys }) => {
    const acces = { genre: 'tache', organisme } as const
    const seul = typeof agenda === 'string' ? (asId<'Agenda'>(agenda) as AgendaId | undefined) : undefined
    if (agenda !== undefined && !seul) return
    const lus = await db.withTenant(acces, async (tx) => ({
      agendas: await agendasALire(tx, seul),
      zone: (await lireOrganisme(tx)).zone,
    }))
    for (const a of lus?.agendas ?? []) {
      const le = clock.now()
      const clair = keys.decrypt(usageAdresse, a.id, a.adresse)
      const pris = clair ? await recuperer(Buffer.from(clair).toString('utf8'), bornes) : undefined
      const lu = pris?.ok
        ? await lireOccupe(pris.value.octets, {
            du: le.getTime() - JOURS_PASSES * JOUR,
            au: le.getTime() + JOURS_A_VENIR * JOUR,
            zone: lus?.zone ?? 'Europe/Paris',
          })
        : pris
      await db.withTenant(acces, async (tx) => {
        if (lu?.ok) {
          const personne = (await resoudre(tx, [a.personne])).get(a.personne) ?? a.personne
          await remplacerPlages(tx, a, personne, lu.value, le)
          return
        }
        const depuis = a.luLe?.getTime() ?? 0
        await noterEchec(tx, a.id, lu ? lu.error.phrase : 'L’adresse gardée ne se lit plus.', le, {
          oublier: le.getTime() - depuis > JOURS_SANS_REPONSE * JOUR,
        })
      })
    }
  }
