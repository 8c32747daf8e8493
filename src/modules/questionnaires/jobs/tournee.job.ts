/** La tournée : ouvrir les recueils dont le jour est venu, relancer qui n’a pas répondu. */
import { ajouterJours } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireSession, partTenue } from '#modules/sessions/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { campagnesARelancer, demandesDe, sessionsProches } from '../db/campagnes.ts'
import { lireReglage } from '../db/reglage.ts'
import { dus, relanceDue } from '../domain/moments.ts'
import { ouvrirCampagne, tacheEnvoyer } from '../gestes/ouvrir-campagne.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import type { PrisesQuestionnaires } from '../prises.ts'

export const tourneeQuestionnaires = 'questionnaires.tournee'
export const tacheTournee = 'questionnaires.tournee-organisme'

export const tournee: SystemJobHandler = uneTacheChacune(tacheTournee, 'questionnaires')

/** Le plus long écart offert aux réglages, et la plus longue fenêtre : une session plus ancienne n’attend plus rien. */
const [avantMax, apresMax] = [120, 420]

/** `prises.arrete` : ce que les étapes d’une session disent d’arrêté. */
export const tourneeAvec =
  ({ arrete }: Pick<PrisesQuestionnaires, 'arrete'> = {}): JobHandler =>
  async ({ organisme }, { db, clock }) => {
    const acces = { genre: 'tache', organisme } as const
    const le = clock.now()
    const jour = aujourdhui(le)
    const reglage = await db.withTenant(acces, lireReglage)
    if (!reglage) return
    if (reglage.automatiques.length > 0) {
      const proches =
        (await db.withTenant(acces, (tx) =>
          sessionsProches(tx, ajouterJours(jour, -apresMax), ajouterJours(jour, avantMax)),
        )) ?? []
      for (const s of proches) {
        const aOuvrir = dus(s, reglage, jour, { apprentissage: s.nature === 'apprentissage' }).filter(
          (g) => reglage.automatiques.includes(g) && !s.ouverts.includes(g),
        )
        const id = asId<'Session'>(s.id)
        if (!id || aOuvrir.length === 0) continue
        await db.withTenant(acces, async (tx) => {
          // Le dernier jour, on attend la fin de la dernière demi-journée : « à chaud » n’est pas « avant ».
          const session = await lireSession(tx, id)
          const fini = session !== undefined && partTenue(session).seances.every((x) => x.fin <= le)
          for (const genre of aOuvrir)
            if (
              (fini || s.fin !== jourLocal(le, session?.zone ?? ZONE_PAR_DEFAUT)) &&
              !(await arrete?.(tx, id, genre))
            )
              await ouvrirCampagne(tx, id, genre, { organisme, le, jour, automatique: true })
        })
      }
    }
    // Les rappels suivent le recueil, pas le réglage du jour : on relance ce que l’on a dit qu’on relancerait.
    for (const campagne of (await db.withTenant(acces, (tx) => campagnesARelancer(tx, jour))) ?? [])
      await db.withTenant(acces, async (tx) => {
        for (const d of await demandesDe(tx, campagne.id, { attendues: true })) {
          if (!d.premierLe || !d.dernierLe) continue
          if (!isMailAddress(d.courriel ?? '')) continue
          const [premierLe, dernierLe] = [aujourdhui(d.premierLe), aujourdhui(d.dernierLe)]
          if (relanceDue({ envois: d.envois, premierLe, dernierLe }, campagne.relances, jour))
            await enqueue(
              tx,
              tacheEnvoyer,
              { organisme, demande: d.id, rang: d.envois + 1 },
              { cle: `questionnaire:${d.id}` },
            )
        }
      })
  }

export const tourneeOrganisme: JobHandler = tourneeAvec()
