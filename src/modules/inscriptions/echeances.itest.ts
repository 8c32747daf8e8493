/** « Échéances » et la ligne d’une session disent les mêmes dates. */
import { expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { poserOrganisme } from '../comptes/test/organismes.ts'
import { poserOffre, poserSession } from '../sessions/test/poser.ts'
import { contributionInscriptions } from './contribution-session.tsx'
import { contributionsInscriptions } from './contributions.ts'
import { inscrire } from './inscrire.ts'
import { ouvrirDossier } from './ouvrir-dossier.ts'
import { dossierSaisi } from './test/dossiers.ts'

const base = await baseNeuve()

it('ce que la ligne d’une session attend, « Aujourd’hui » le dit à la même date, à qui la lit', async () => {
  const formateur = newId<'Personne'>()
  const p = await base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, 'Échéances')
    const offre = await poserOffre(tx, o)
    const chez = { ...o, offre, seances: [['2027-01-11', 540, 750]] as const }
    return { ...o, ...(await poserSession(tx, chez)) }
  })
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(p.organisme, {}, f)
  const le = new Date('2026-12-01T09:00:00Z')
  const ouvert = await dans((tx) => ouvrirDossier(tx, p.session, newId(), dossierSaisi(), le))
  if (!ouvert.ok) throw new Error('dossier refusé')
  await dans((tx) =>
    inscrire(tx, p.session, newId(), [{ prenom: 'Agathe', nom: 'Pons' }], le, { dossier: ouvert.value.id }),
  )
  const qui = (roles: readonly string[]) =>
    unVisiteur({ personneId: formateur, organisme: { id: p.organisme, code: 'e', nom: 'Échéances' }, roles })
  const lire = (roles: readonly string[], maintenant: Date) =>
    dans(async (tx) => ({
      dates: (await contributionsInscriptions.echeances?.(tx, { visiteur: qui(roles), maintenant })) ?? [],
      arrets:
        (await contributionInscriptions.faits?.(tx, p.session, qui(roles), maintenant))?.arrets?.map(
          (a) => `${a.arret.iso} ${a.arret.libelle}`,
        ) ?? [],
    }))
  // Conventions à J − 21, remises à J − 14, convocations à J − 7 : la date suivante, l’une après l’autre.
  for (const [jour, attendue] of [
    ['2026-12-05', '2026-12-21 Conventions'],
    ['2026-12-22', '2026-12-28 Remises'],
    ['2026-12-29', '2027-01-04 Convocations'],
  ] as const) {
    const { dates, arrets } = await lire(['responsable'], new Date(`${jour}T09:00:00Z`))
    expect(arrets).toContain(attendue)
    expect(dates.map((e) => `${e.jour} ${e.chose.replace(/ de .*/, '')}`)).toContain(attendue)
    expect(dates.every((e) => e.href === `/sessions/${p.session}`)).toBe(true)
  }
  const fini = await lire(['responsable'], new Date('2027-01-05T09:00:00Z'))
  expect(fini.dates.map((e) => [e.jour, e.suite.replace(/\s/g, ' ')])).toEqual([
    ['2027-01-11', ' : conventions (0 sur 1), remises (0 sur 1) et convocations (0 sur 1) à finir d’ici là.'],
  ])
  // Qui n’anime pas cette session n’en lit rien.
  expect((await lire(['formateur'], le)).dates).toEqual([])
})
