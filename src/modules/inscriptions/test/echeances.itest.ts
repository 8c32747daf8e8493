/** « Échéances » et la ligne d’une session disent les mêmes dates. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { contributionsInscriptions } from '../contributions/aujourdhui.ts'
import { contributionInscriptions } from '../contributions/session.tsx'
import { inscrire } from '../gestes/inscrire.ts'
import { ouvrirDossier } from '../gestes/ouvrir-dossier.ts'
import { dossierSaisi } from './dossiers.ts'

const base = await baseNeuve()
const plat = (texte: string) => texte.replace(/\s/g, ' ')

it('ce que la ligne d’une session attend, « Aujourd’hui » le dit à la même date, à qui la lit', async () => {
  const formateur = newId<'Personne'>()
  const p = await base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, 'Échéances')
    const offre = await poserOffre(tx, o)
    const chez = { ...o, offre, seances: [['2027-01-11', 540, 750]] as const }
    // Avant elle, une session que personne n’a datée : rien ne s’y attend.
    await poserSession(tx, { ...chez, seances: [] })
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
    expect(dates.map((e) => [e.href, e.fixe])).toEqual([[`/sessions/${p.session}`, 'usage']])
  }
  const fini = await lire(['responsable'], new Date('2027-01-05T09:00:00Z'))
  expect(fini.dates.map((e) => [e.jour, plat(e.suite)])).toEqual([
    ['2027-01-11', ' : conventions (0 sur 1), remises (0 sur 1) et convocations (0 sur 1) à finir d’ici là.'],
  ])
  // Qui n’anime pas cette session n’en lit rien, ni qui n’y suit aucun client ; qui l’anime, ou en suit un, lit ce qu’il en lit sur sa page.
  for (const role of ['formateur', 'commercial']) expect((await lire([role], le)).dates).toEqual([])
  const sienne = (quoi: string, role: string) =>
    base
      .maintenance((tx) =>
        sql`update ${sql.table(quoi)} set ${sql.ref(quoi === 'sessions.session' ? 'formateur_id' : 'suivi_par')} = ${formateur} where organisme_id = ${p.organisme}`.execute(
          tx,
        ),
      )
      .then(() => lire([role], le))
  for (const [quoi, role] of [
    ['inscriptions.dossier', 'commercial'],
    ['sessions.session', 'formateur'],
  ] as const)
    expect((await sienne(quoi, role)).dates.map((e) => plat(`${e.chose}${e.suite}`))).toEqual([
      'Conventions de « Anglais professionnel » : 0 sur 1, avant le 11 janvier 2027.',
    ])
})
