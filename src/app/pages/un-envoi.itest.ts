/** Ce que la page d’une session lit d’ordinaire part d’un envoi, avec elle (docs/adr/0010). */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, it, vi } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { regulariser } from '#modules/emargement/gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { ouvrirDossier } from '#modules/inscriptions/gestes/ouvrir-dossier.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { modules } from '../modules.ts'
import { monter } from './test/monter.ts'

const base = await baseNeuve()
const envois = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => envois.mockRestore())

it('trois stagiaires inscrits, une signature : ses lectures parties, la page ne fait qu’un envoi de plus', async () => {
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
  // Qui est pris ailleurs, et où en est la preuve de l’offre : deux lectures que seule une session à venir demande.
  const page = await compter(fil, services.clock)(`/sessions/${fil.session}`)
  expect([page.lectures, page.restent]).toEqual([1, 1])
  // Sans client, ni recueil, ni absence, la page ne fait rien préparer de ce qu’ils demandent.
  expect(rares.filter((t) => page.demande.includes(t))).toEqual([])
})

it('un client, ses financeurs et ses échéances se lisent d’un envoi de plus', async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  const { clock } = servicesDe(base, fil, '2026-11-24T14:00:00Z')
  const saisi = dossierSaisi({
    lignes: [
      { dispositif: 'opco-plan', payeur: 'OPCO Santé', montant: centimes(100_000), subrogation: true },
      { dispositif: 'entreprise', payeur: '', subrogation: false },
    ],
  })
  await base.enTantQue(fil.organisme, { personne: fil.personne }, async (tx) => {
    const ouvert = await ouvrirDossier(tx, fil.session, newId(), saisi, clock.now())
    expect(ouvert.ok).toBe(true)
  })
  const page = await compter(fil, clock)(`/sessions/${fil.session}`)
  // Les factures de ce client, en plus de ce que seule une session à venir demande.
  expect([page.lectures, page.restent, page.texte.includes('Clinique des Tilleuls')]).toEqual([2, 2, true])
  expect(page.demande).toContain('inscriptions.financement')
})

it('la liste des sessions ne demande plus rien, ses lectures parties ; filtrée, ou vide, elle lit son tableau', async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  const aller = compter(fil, servicesDe(base, fil, '2026-11-24T14:00:00Z').clock)
  const liste = await aller('/sessions')
  expect(liste.restent).toBe(0)
  expect(liste.texte).toContain(`href="/sessions/${fil.session}"`)
  expect((await aller('/sessions?vue=toutes')).restent).toBe(1)
  const rien = await base.maintenance((tx) => poserSessionDEssai(tx))
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'archivee' where id = ${rien.session}`.execute(tx),
  )
  const vide = await compter(rien, servicesDe(base, rien, '2026-11-24T14:00:00Z').clock)('/sessions')
  expect([vide.restent, vide.texte.includes('rchivée')]).toEqual([1, true])
})

/** Ce que seules demandent une session qui a des clients, une qui a des recueils. */
const rares = ['inscriptions.financement', 'questionnaires.envoi']

/** Les envois que ces pages font une fois leurs lectures parties, servies à qui tient la session d’essai. */
const compter = (fil: Awaited<ReturnType<typeof poserSessionDEssai>>, clock: Services['clock']) => {
  let lectures: number | undefined
  let restent: number | undefined
  let demande = ''
  const app = monter(
    {
      withTenant: (lui, work, avance) =>
        lui.genre !== 'session'
          ? base.db.withTenant(lui, work, avance)
          : base.enTantQue(fil.organisme, { personne: fil.personne }, async (tx, tenant) => {
              const dits = vi.spyOn(tx.getExecutor(), 'executeQuery')
              envois.mockClear()
              await Promise.all(avance?.lectures?.(tx) ?? [])
              lectures = envois.mock.calls.length
              envois.mockClear()
              const rendu = await work(tx, tenant)
              restent = envois.mock.calls.length
              demande = dits.mock.calls.map(([q]) => q.sql).join('\n')
              return rendu
            }),
    },
    () => ({ organisme: fil.organisme, personne: fil.personne, roles: ['responsable'] }),
    {
      services: { clock },
      contributions: modules
        .filter((m) => !['tiers', 'sessions', 'inscriptions'].includes(m.nom))
        .flatMap((m) => m.contributionsSession ?? []),
    },
  )
  return async (adresse: string) => {
    const page = await app.request(adresse)
    expect(page.status).toBe(200)
    return { lectures, restent, demande, texte: await page.text() }
  }
}
