/**
 * La purge de la nuit : ce dont le terme est venu. Elle dit d’abord ce qu’elle ferait ; elle n’efface que si la coopérative l’a demandé,
 * après avoir lu un rapport. Une personne, une transaction : l’une en panne n’arrête pas les autres.
 */
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Acces } from '#platform/db/access.ts'
import { newId } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import type { Services } from '#platform/services.ts'
import { oterArchivesPassees } from '../db/archives.ecritures.ts'
import { lireRegles } from '../db/demandes.ts'
import { ajouterPassage } from '../db/effacement.ecritures.ts'
import { aRegarder, purgeActive, type RapportDePurge } from '../db/effacement.ts'
import { regleDe } from '../domain/conservation.ts'
import { effacerPersonne, jugerPersonne } from './effacer-personne.ts'

/** Au plus tant de personnes par passage : le reste vient la nuit suivante. */
const max = 500

/** `essai` : rien n’est ôté, le rapport dit ce qui le serait. */
export const purger = async (
  services: Pick<Services, 'db' | 'clock' | 'storage' | 'keys'>,
  acces: Acces,
  essai: boolean,
): Promise<RapportDePurge> => {
  const { db, clock, keys } = services
  const le = clock.now()
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const personnes =
    (await db.withTenant(acces, async (tx) => {
      const regles = await lireRegles(tx)
      const mois = (c: Parameters<typeof regleDe>[1]) => regleDe(regles, c, [], jour).mois
      return aRegarder(
        tx,
        jour,
        { handicap: mois('handicap'), autres: Math.min(mois('contact'), mois('sans-suite')) },
        max,
      )
    })) ?? []
  const parCategorie: Record<string, number> = {}
  const refus: { personne: string; pourquoi: string }[] = []
  let [touchees, completes, pieces, parts, parcours] = [0, 0, 0, 0, 0]
  for (const personne of personnes) {
    const j = await db.withTenant(acces, (tx) => jugerPersonne(tx, personne, { jour, demande: false, keys }))
    if (!j) continue
    const echues = j.sort.effacables
    for (const c of echues) parCategorie[c.categorie] = (parCategorie[c.categorie] ?? 0) + 1
    if (echues.length > 0) touchees += 1
    if (j.sort.complet) completes += 1
    pieces += echues.filter((c) => c.genre === 'piece').length
    if (essai) {
      parts += echues.filter((c) => c.genre === 'registre').length
      parcours += echues.filter((c) => c.genre === 'parcours').length
      continue
    }
    // Même quand rien n’est échu : la ligne écrite dit quand regarder de nouveau.
    const fait = await effacerPersonne(services, acces, {
      personne,
      fondement: 'duree-de-conservation',
      motif: 'Purge\u00a0: la durée de conservation est passée.',
    })
    if (fait.ok) {
      parts += fait.value.rapport.parts
      parcours += fait.value.rapport.parcours
    } else refus.push({ personne, pourquoi: fait.error.phrase })
  }
  const rapport: RapportDePurge = {
    personnes: touchees,
    completes,
    pieces,
    parts,
    parcours,
    parCategorie,
    refus,
  }
  await db.withTenant(acces, (tx) => ajouterPassage(tx, { id: newId(le), le, essai, rapport }))
  return rapport
}

export const tachePurger = 'donnees.purger'
export const tourneePurge = 'donnees.purge'

export const tournee: SystemJobHandler = uneTacheChacune(tachePurger, 'purge')

export const purgerEnTache: JobHandler = async ({ organisme }, services) => {
  const acces = { genre: 'tache', organisme } as const
  const active =
    (await services.db.withTenant(acces, async (tx) => {
      await oterArchivesPassees(tx, services.clock.now())
      return purgeActive(tx)
    })) ?? false
  await purger(services, acces, !active)
}
