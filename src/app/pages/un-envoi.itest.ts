/** Ce que la page d’une session lit d’ordinaire part d’un envoi, avec elle (docs/adr/0010). */
import pg from 'pg'
import { afterAll, expect, it, vi } from 'vitest'
import { regulariser } from '#modules/emargement/gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { modules } from '../modules.ts'
import { monter } from './test/monter.ts'

const base = await baseNeuve()
const envois = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => envois.mockRestore())

it('trois stagiaires inscrits, une signature : ses lectures parties, la page ne fait qu’un envoi de plus', async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  const [seance, inscription] = [fil.seances[0], fil.inscriptions[0]]
  if (!seance || !inscription) throw new Error('La session d’essai est vide.')
  const services = servicesDe(base, fil, '2026-11-24T14:00:00Z')
  const signee = await regulariser(
    services,
    { acces, id: fil.personne, nom: 'Tom Okafor' },
    { session: fil.session, seance, inscription, motif: 'Téléphone déchargé, vue en salle' },
  )
  expect(signee.ok).toBe(true)
  let restent: number | undefined
  const app = monter(
    {
      withTenant: (lui, work, avance) =>
        lui.genre !== 'session'
          ? base.db.withTenant(lui, work, avance)
          : base.enTantQue(fil.organisme, { personne: fil.personne }, async (tx, tenant) => {
              await Promise.all(avance?.lectures?.(tx) ?? [])
              envois.mockClear()
              const rendu = await work(tx, tenant)
              restent = envois.mock.calls.length
              return rendu
            }),
    },
    () => ({ organisme: fil.organisme, personne: fil.personne, roles: ['responsable'] }),
    {
      services: { clock: services.clock },
      contributions: modules
        .filter((m) => !['tiers', 'sessions', 'inscriptions'].includes(m.nom))
        .flatMap((m) => m.contributionsSession ?? []),
    },
  )
  const page = await app.request(`/sessions/${fil.session}`)
  expect(page.status).toBe(200)
  // Qui est pris ailleurs, et où en est la preuve de l’offre : deux lectures que seule une session à venir demande.
  expect(restent).toBe(1)
})
