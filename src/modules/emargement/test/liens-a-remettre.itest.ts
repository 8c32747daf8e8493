/** Les liens remis en main propre : nés sans courriel, les mêmes que l’on signe, à qui tient la feuille seulement. */
import { expect, it } from 'vitest'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireDemi } from '../db/lectures.ts'
import { preparerInvitation } from '../db/registre.ecritures.ts'
import type { Qui } from '../gestes/composer.ts'
import { lireLiens, preparerLesLiens } from '../gestes/liens-a-remettre.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { lireLien, signerParLien } from '../gestes/par-lien.ts'
import { envoyerLien } from '../jobs/envoyer-lien.job.ts'
import { acces, poserSessionDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()

it('préparés, ils naissent sans courriel ; copiés, ils signent ; ce qui a signé n’en a plus', async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
  const services = servicesDe(base, fil, '2026-11-24T08:05:00Z')
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  if (!seance) throw new Error('fil vide')
  const ou = { session: fil.session, seance }
  const liens = async () => {
    const r = await lireLiens(services, qui, ou)
    if (!r.ok) throw new Error(r.error.code)
    return r.value.liens
  }
  expect((await liens()).map((l) => l.jeton)).toEqual([undefined, undefined])
  expect(await preparerLesLiens(services, qui, ou)).toEqual({ ok: true, value: 2 })
  // La tâche, telle que le travailleur la joue.
  for (const inscription of fil.inscriptions) {
    const v = await services.db.withTenant(acces, async (tx) => {
      const demi = await lireDemi(tx, ou.session, seance)
      return demi && preparerInvitation(tx, demi, inscription, services.clock.now())
    })
    if (!v) throw new Error('invitation')
    await envoyerLien({ organisme: fil.organisme, invitation: v.id, envoi: v.envoi, aLaMain: true }, services)
  }
  expect(services.courrier).toEqual([])
  expect(await preparerLesLiens(services, qui, ou)).toEqual({ ok: true, value: 0 })
  const [un, deux] = await liens()
  expect(un?.jeton).toMatch(/^[\w-]{43}$/)
  expect(un?.jeton).not.toBe(deux?.jeton)
  expect(await lireLien(services, un?.jeton ?? '')).toMatchObject({ etat: 'ouvert' })
  expect(await signerParLien(services, un?.jeton ?? '', { ip: '192.0.2.7', agent: 'essai' })).toMatchObject({
    etat: 'signe',
  })
  expect((await liens()).map((l) => l.inscription)).toEqual([deux?.inscription])
  expect((await lireFeuille(services, acces, ou))?.cases.map((c) => c.presence.etat).sort()).toEqual([
    'attendue',
    'signee',
  ])
  const autre: Qui = { ...qui, id: fil.organisme as unknown as Qui['id'] }
  expect(await lireLiens(services, autre, ou)).toMatchObject({ error: { code: 'pas-le-formateur' } })
  expect(await preparerLesLiens(services.a('2026-11-24T18:00:00Z'), qui, ou)).toMatchObject({
    error: { code: 'fenetre-fermee' },
  })
})
