import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { poserOffre, poserSession } from '../../sessions/test/poser.ts'
import { poserRemise } from '../db/dossiers.ecritures.ts'
import { listerRemises } from '../db/dossiers.queries.ts'
import { listerInscrits } from '../db/inscriptions.queries.ts'
import { remises } from '../domain/dossier.ts'
import { accuserRemises } from '../gestes/accuser-remises.ts'
import { inscrire } from '../gestes/inscrire.ts'
import { ouvrirDossier } from '../gestes/ouvrir-dossier.ts'
import { remettre } from '../gestes/passer-inscription.ts'
import { dossierSaisi } from './dossiers.ts'

const base = await baseNeuve()
const le = new Date('2026-11-02T09:00:00Z')
const veille = new Date('2026-11-01T11:00:00Z')

it('l’accusé en main propre ne s’écrit que pour qui l’a signé, jamais pour qui a reçu par courriel', async () => {
  const p = await base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, 'Accusé')
    return { ...o, ...(await poserSession(tx, { ...o, offre: await poserOffre(tx, o) })) }
  })
  const dans = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(p.organisme, {}, f)
  const ouvert = await dans((tx) => ouvrirDossier(tx, p.session, newId(), dossierSaisi(), le))
  if (!ouvert.ok) throw new Error('dossier refusé')
  const dossier = ouvert.value.id
  const noms = ['Pons', 'Ferreira', 'Sarr', 'Lam']
  await dans((tx) =>
    inscrire(
      tx,
      p.session,
      newId(),
      noms.map((nom) => ({ prenom: 'Agathe', nom })),
      le,
      { dossier },
    ),
  )
  const inscrits = await dans((tx) => listerInscrits(tx, p.session))
  const de = (nom: string) => inscrits.find((i) => i.nom === nom)?.id ?? newId<'Inscription'>()
  await dans(async (tx) => {
    for (const nom of ['Pons', 'Ferreira'])
      for (const genre of remises)
        await poserRemise(tx, {
          inscription: de(nom),
          activite: p.activite,
          genre,
          moyen: 'courriel',
          le,
        })
  })
  const enMainPropre = (a?: ReadonlySet<string>) =>
    dans((tx) =>
      remettre(
        tx,
        { session: p.session, dossier, remisLe: veille, moyen: 'main-propre', accuse: true, a },
        le,
      ),
    )
  const lues = async (nom: string) =>
    (await dans((tx) => listerRemises(tx, { session: p.session })))
      .filter((r) => r.inscription === de(nom))
      .map((r) => [r.moyen, r.accuseLe])
  const attendus = [
    ['courriel', null],
    ['courriel', null],
  ]
  const donnes = [
    ['main-propre', veille],
    ['main-propre', veille],
  ]
  // La page ne comptait que Sarr : Lam, inscrite depuis, n'a rien signé.
  expect(await enMainPropre(new Set([de('Sarr')]))).toMatchObject({ value: { remis: 1 } })
  expect(await lues('Pons')).toEqual(attendus)
  expect(await lues('Ferreira')).toEqual(attendus)
  expect(await lues('Sarr')).toEqual(donnes)
  expect(await lues('Lam')).toEqual([])
  // Tout le dossier, c'est-à-dire ceux à qui il reste à remettre.
  expect(await enMainPropre()).toMatchObject({ value: { remis: 1 } })
  expect(await lues('Pons')).toEqual(attendus)
  expect(await lues('Lam')).toEqual(donnes)
  // Pons et Ferreira ont signé l'accusé sur papier depuis ; la page ne montrait que Pons.
  const accuser = (recuLe: string, a: readonly string[]) =>
    dans((tx) =>
      accuserRemises(
        tx,
        {
          session: p.session,
          dossier,
          zone: 'Europe/Paris',
          recuLe: recuLe as DateCivile,
          a: new Set(a.map(de)),
        },
        le,
      ),
    )
  expect(await accuser('2026-11-01', ['Pons'])).toMatchObject({ ok: false, error: { code: 'avant-remise' } })
  expect(await lues('Pons')).toEqual(attendus)
  expect(await accuser('2026-11-02', ['Pons', 'Sarr'])).toEqual({ ok: true, value: { accusees: 1 } })
  const midi = new Date('2026-11-02T11:00:00Z')
  expect(await lues('Pons')).toEqual([
    ['courriel', midi],
    ['courriel', midi],
  ])
  expect(await lues('Ferreira')).toEqual(attendus)
  expect(await lues('Sarr')).toEqual(donnes)
})
