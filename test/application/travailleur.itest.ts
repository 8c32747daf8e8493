// Un serveur sans tâche de fond et un travailleur seul, lancé comme le dit la documentation, sur la même base embarquée.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, expect, test, vi } from 'vitest'
import { avecClient } from '#platform/db/roles.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import paquet from '../../package.json' with { type: 'json' }
import { copierMoule } from '../parcours/moule.ts'
import { arreter, demarrer, donneesNeuves, envPropre, visiter } from './outils.ts'

const racine = resolve(import.meta.dirname, '..', '..')
const donnees = donneesNeuves()
afterAll(() => donnees.defaire())

test('le courriel attend sans travailleur, et part dès qu’il y en a un', async () => {
  const recus: string[] = []
  const courrier = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (flux, _session, fini) => {
      void simpleParser(flux).then((m) => {
        recus.push(m.text ?? '')
        fini()
      }, fini)
    },
  })
  await new Promise<void>((pret) => courrier.listen(0, '127.0.0.1', () => pret()))
  const { port } = courrier.server.address() as AddressInfo
  const env = {
    COFORME_DONNEES: donnees.dossier,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  }

  await copierMoule('demonstration', donnees.dossier)
  const serveur = await demarrer({ ...env, COFORME_TRAVAILLEUR: 'non' })
  const page = await visiter().envoyer(serveur.origine, '/mot-de-passe-oublie', {
    courriel: 'tom@langue-et-lien.example',
  })
  expect(page.status).toBe(200)
  const grappe = await demarrerPostgres({ dossier: donnees.dossier })
  const taches = () =>
    avecClient(grappe.connexion('postgres'), async (c) => {
      const { rows } = await c.query<{ n: number }>(
        `select count(*)::int as n from graphile_worker.jobs where task_identifier = 'comptes.envoyer-reinitialisation' and locked_at is null`,
      )
      return rows[0]?.n
    })
  expect([await taches(), recus.length]).toEqual([1, 0])

  // La commande que documente docs/exploitation.md, telle que npm la lance.
  const [, ...commande] = paquet.scripts.travailleur.split(' ')
  const ouvrier = spawn(process.execPath, commande.slice(1), {
    cwd: racine,
    env: { ...envPropre, ...env, COFORME_ORIGINE: serveur.origine },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const fin = once(ouvrier, 'close')
  let dit = ''
  for (const flux of [ouvrier.stdout, ouvrier.stderr])
    flux.setEncoding('utf8').on('data', (bout: string) => {
      dit += bout
    })
  await vi.waitFor(() => expect(recus.join('\n'), dit).toContain(`${serveur.origine}/l/`), {
    timeout: 120_000,
    interval: 100,
  })
  // Il le dit d’un autre tuyau que celui du courrier : rien n’ordonne les deux.
  await vi.waitFor(() => expect(dit).toContain('L’ouvrier de Coforme est prêt.'), { timeout: 120_000 })
  expect(await taches()).toBe(0)

  ouvrier.kill('SIGTERM')
  expect((await fin)[0]).toBe(0)
  await arreter(serveur)
  await grappe.arreter()
  await new Promise<void>((f) => courrier.close(() => f()))
})
