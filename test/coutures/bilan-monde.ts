import { centimes } from '#kernel/montant.ts'
import { contenuSimple } from '#modules/catalogue/test/contenus.ts'
import { publierUneOffre } from '#modules/catalogue/test/publier.ts'
import { noterAbsence, regulariser } from '#modules/emargement/gestes/composer.ts'
import { acces, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { inscrire, listerInscrits, ouvrirDossier } from '#modules/inscriptions/index.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { lireSession, passerALEtat, planifier } from '#modules/sessions/index.ts'
import { jourDit, poserCoop } from '#modules/sessions/test/cooperatives.ts'
import type { Tiers } from '#modules/tiers/domain/lus.ts'
import { garderStatut } from '#modules/tiers/gestes/tenir-intervenant.ts'
import { lireTiers } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { BaseDEssai } from '../base/index.ts'

const le = new Date('2026-11-24T09:00:00Z')
const apres = new Date('2026-12-07T18:00:00Z')

let rang = 0
/**
 * Deux salariées d’un client, une personne reçue d’un autre organisme ; Tom, en honoraires, anime deux demi-journées. `interrompueA` :
 * l’instant où l’action s’interrompt.
 */
export const poserBilan = async (
  base: BaseDEssai,
  { interrompueA }: { readonly interrompueA?: Date } = {},
) => {
  const c = await base.maintenance((tx) => poserCoop(tx, `Bilan de la base ${++rang}`))
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) =>
    base.enTantQue(c.organisme, { personne: c.responsable }, f)
  const offre = await publierUneOffre(
    base.enTantQue,
    c,
    { ...contenuSimple, f3: 'd', niveauF3: null, nsf: ['415'] },
    { publie: false },
  )
  const session = newId<'Session'>()
  const fait = async (r: Promise<{ readonly ok: boolean; readonly error?: unknown }>) => {
    const lu = await r
    if (!lu.ok) throw new Error(JSON.stringify(lu.error))
  }
  await fait(
    dans((tx) =>
      planifier(
        tx,
        {
          id: session,
          offre,
          lieu: 'Rue des Essais',
          zone: 'Europe/Paris',
          formateur: 'Tom Okafor',
          capacite: 12,
          prixCentimes: 120_000,
          seances: [
            { jour: jourDit('2026-12-07'), debut: 540, fin: 750 },
            { jour: jourDit('2026-12-07'), debut: 810, fin: 1020 },
          ],
          motif: '',
        },
        le,
      ),
    ),
  )
  const passer = (vers: 'ouverte' | 'confirmee' | 'en-cours' | 'interrompue', quand: Date) =>
    fait(dans((tx) => passerALEtat(tx, { id: session, vers, motif: 'essai', ailleurs: {} }, quand)))
  await passer('ouverte', le)
  const client = async (s: Parameters<typeof dossierSaisi>[0], noms: readonly string[]) => {
    const ouvert = await dans((tx) => ouvrirDossier(tx, session, newId(), dossierSaisi(s), le))
    if (!ouvert.ok) throw new Error(JSON.stringify(ouvert.error))
    const gens = noms.map((nom) => ({ prenom: 'Ana', nom, statutF1: 'salarie-prive' as const }))
    await fait(
      dans((tx) => inscrire(tx, session, newId(), gens, le, { dossier: ouvert.value.id, remisLe: le })),
    )
  }
  await client({ prix: centimes(100_000) }, ['Alpha', 'Bravo'])
  await client(
    { acheteur: 'organisme-formation', structure: { nom: 'Delta Formation' }, prix: centimes(40_000) },
    ['Charlie'],
  )
  const s = await dans((tx) => lireSession(tx, session))
  const tom = s?.seances[0]?.intervenants[0]?.personne
  if (!s || !tom) throw new Error('personne n’anime')
  await fait(
    dans(async (tx) =>
      garderStatut(
        tx,
        (await lireTiers(tx, tom)) as Tiers,
        newId<'Statut'>(),
        { du: jourDit('2020-01-01'), au: null, statut: 'honoraires' },
        le,
      ),
    ),
  )
  await passer('confirmee', le)
  await passer('en-cours', new Date('2026-12-07T09:00:00Z'))
  if (interrompueA) await passer('interrompue', interrompueA)
  const services = servicesDe(base, { organisme: c.organisme, personne: c.responsable }, apres.toISOString())
  const qui = { acces, id: c.responsable, nom: 'Responsable', supplee: true }
  const inscrits = await dans((tx) => listerInscrits(tx, session))
  const motif = 'Vue en salle, sans téléphone'
  for (const [rang, seance] of s.seances.entries())
    for (const i of inscrits) {
      const ou = { session, seance: seance.id, inscription: i.id, motif }
      if (rang === 1 && i.nom === 'Bravo')
        await fait(noterAbsence(services, qui, { ...ou, motif: 'inconnu' }))
      else
        await fait(
          regulariser(services, qui, { ...ou, minutes: { retard: 0, depart: i.nom === 'Alpha' ? 30 : 0 } }),
        )
    }
  return { c, dans, session, inscrits, services, qui, motif, seances: s.seances }
}
