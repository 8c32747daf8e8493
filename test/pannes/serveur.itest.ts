// Le lanceur et le serveur vus de dehors : ce qu'un nouveau venu tape, reçoit et arrête.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { demarrerPostgres, joindrePostgres } from '#platform/postgres/index.ts'
import { reglagesIci } from '../../tools/reglages-node.mjs'
import { copierMoule } from '../parcours/moule.ts'
import { dossierNeuf, lancerGeste, portLibre, ranger, serveurDe, tuer } from './outils.ts'

const aDefaire: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (let geste = aDefaire.pop(); geste; geste = aDefaire.pop()) await geste()
})

const neuf = (): string => {
  const dossier = dossierNeuf()
  aDefaire.push(async () => {
    tuer(serveurDe(dossier)?.pid, 'SIGQUIT')
    await vi.waitFor(() => expect(serveurDe(dossier)).toBeUndefined(), { timeout: 120_000 })
    ranger(dossier)
  })
  return dossier
}

/** Un geste du lanceur, défait à la fin de l’essai. */
const lancer = (geste: string, env: Record<string, string>, args: readonly string[] = []) => {
  const lance = lancerGeste(geste, env, { args })
  aDefaire.push(async () => {
    tuer(lance.processus.pid)
    await lance.fin
  })
  return lance
}

/** Une base migrée et vide : la démonstration, et la première base, s’éprouvent dans `test/application`. */
const vierge = async () => {
  const dossier = neuf()
  await copierMoule('vierge', dossier)
  return { COFORME_DONNEES: dossier, COFORME_DEMO: 'non' }
}

/** Sous Linux, le processus même porte ses réglages : npm le lance déjà sous le Node du projet, qui ne les a pas. */
const porteSesReglages = (pid: number | undefined) => {
  const ecrit = (quoi: string) => `/proc/${pid}/${quoi}`
  if (!existsSync(ecrit('cmdline'))) return
  expect(readFileSync(ecrit('cmdline'), 'utf8').split('\0')).toEqual(
    expect.arrayContaining([...reglagesIci()]),
  )
  expect(readFileSync(ecrit('environ'), 'utf8')).toContain('MALLOC_MMAP_THRESHOLD_')
}

describe('Le lanceur', () => {
  test('refuse un geste inconnu avec le code 2, sans rien sur la sortie standard', async () => {
    const essai = lancer('danser', {})
    expect(await essai.fin).toBe(2)
    expect(essai.vu.sortie).toBe('')
    expect(essai.vu.erreur).toMatch(/^Geste inconnu\s: danser/)
  })
})

describe('L’ouvrier à part', () => {
  test('porte les réglages et les réserves de mémoire du serveur, et s’arrête avec le code 0', async () => {
    const ouvrier = lancer('travailleur', await vierge())
    await vi.waitFor(() => expect(ouvrier.vu.sortie, ouvrier.vu.erreur).toContain('est prêt'), {
      timeout: 120_000,
    })
    porteSesReglages(ouvrier.processus.pid)
    tuer(ouvrier.processus.pid, 'SIGTERM')
    expect(await ouvrier.fin).toBe(0)
  })
})

describe('Le serveur', () => {
  test('sert /sante, puis s’arrête avec le code 0 malgré plusieurs signaux, sans rien laisser', async () => {
    const dossier = neuf()
    const serveur = lancer('servir', { PORT: '0', COFORME_DONNEES: dossier, COFORME_DEMO: 'non' })
    const reponse = await fetch(`${await serveur.adresse()}/sante`)
    expect(reponse.status).toBe(200)
    expect(await reponse.json()).toMatchObject({
      statut: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      base: 'ok',
    })
    porteSesReglages(serveur.processus.pid)
    tuer(serveur.processus.pid, 'SIGTERM')
    tuer(serveur.processus.pid, 'SIGINT')
    tuer(serveur.processus.pid, 'SIGTERM')
    expect(await serveur.fin).toBe(0)
    expect(serveur.vu.erreur).toBe('')
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('en production, n’écrit rien dans son dossier de code', async () => {
    const dossier = neuf()
    const racine = resolve(import.meta.dirname, '..', '..')
    const code = () =>
      ['.donnees', 'node_modules/.coforme-installe', 'node_modules/.bin'].map((nom) =>
        existsSync(join(racine, nom)) ? statSync(join(racine, nom)).mtimeMs : null,
      )
    const avant = code()
    const serveur = lancer('servir', { PORT: '0', COFORME_DONNEES: dossier, COFORME_DEMO: 'non' })
    expect((await fetch(`${await serveur.adresse()}/sante/pret`)).status).toBe(200)
    expect(code()).toEqual(avant)
    expect(existsSync(join(dossier, 'construit', 'gabarits.json'))).toBe(true)
  })

  test('dit en une phrase la perte de sa base, et finit par un échec', async () => {
    const env = await vierge()
    const serveur = lancer('servir', { PORT: '0', ...env })
    await serveur.adresse()
    tuer(serveurDe(env.COFORME_DONNEES)?.pid)
    expect(await serveur.fin).toBe(1)
    // Le journal technique dit aussi chaque connexion perdue.
    expect(serveur.vu.erreur.split('\n')).toContain(
      'La base de données s’est arrêtée\u00a0: Coforme s’arrête aussi\u202f; relancez-le.',
    )
  })

  test('partage sa base avec un second, qui la garde quand le premier s’en va', async () => {
    const env = await vierge()
    const premier = lancer('servir', { PORT: '0', ...env })
    await premier.adresse()
    const second = lancer('servir', { PORT: '0', ...env })
    const adresse = await second.adresse()
    tuer(premier.processus.pid, 'SIGTERM')
    expect(await premier.fin).toBe(0)
    expect((await fetch(`${adresse}/sante`)).status).toBe(200)
    tuer(second.processus.pid, 'SIGTERM')
    expect(await second.fin).toBe(0)
    expect(serveurDe(env.COFORME_DONNEES)).toBeUndefined()
  })

  test('nomme PORT quand le port est pris, et n’emporte pas la base de l’autre', async () => {
    const env = await vierge()
    const PORT = String(await portLibre())
    const premier = lancer('servir', { PORT, ...env })
    const adresse = await premier.adresse()
    const second = lancer('servir', { PORT, ...env })
    await expect(second.adresse()).rejects.toThrow('Fini sans le dire')
    expect(await second.fin).toBe(1)
    expect(second.vu.erreur).toMatch(new RegExp(`^PORT=${PORT} est déjà pris .*\\n$`))
    expect((await fetch(`${adresse}/sante`)).status).toBe(200)
  })

  test.each(['/etc/passwd', '/dev/full/coforme'])(
    'dit en une phrase qu’il ne peut pas se ranger dans %s',
    async (COFORME_DONNEES) => {
      const serveur = lancer('servir', { PORT: '0', COFORME_DONNEES })
      expect(await serveur.fin).toBe(1)
      expect(serveur.vu.erreur).toMatch(/^[^\n]*COFORME_DONNEES[^\n]*\n$/)
    },
  )

  test('refuse une configuration fausse en une phrase, avant de toucher à la base', async () => {
    const dossier = neuf()
    const serveur = lancer('servir', { COFORME_DONNEES: dossier, HOST: '0.0.0.0' })
    expect(await serveur.fin).toBe(1)
    expect(serveur.vu.erreur).toMatch(/^COFORME_DEMO=oui est refusé.*\n$/)
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('dit en une phrase qu’elle ne peut pas écrire où la production range ce qu’elle construit', async () => {
    const dossier = neuf()
    mkdirSync(dossier, { recursive: true })
    writeFileSync(join(dossier, 'fichier'), '')
    const serveur = lancer('servir', {
      COFORME_DONNEES: join(dossier, 'fichier', 'dedans'),
      COFORME_DEMO: 'non',
    })
    expect(await serveur.fin).toBe(1)
    expect(serveur.vu.erreur).toMatch(/^COFORME_DONNEES=.* on ne peut pas y écrire \([A-Z]+\).*\n$/)
  })

  test('sert une PostgreSQL extérieure sans en démarrer ni en arrêter, et dit 503 quand elle manque', async () => {
    const dossier = neuf()
    const dehors = await demarrerPostgres({ dossier, essai: true })
    aDefaire.push(() => dehors.arreter())
    const DATABASE_URL = `postgres://postgres@localhost/postgres?host=${dehors.connexion('postgres').host}`
    const serveur = lancer('servir', {
      PORT: '0',
      DATABASE_URL,
      COFORME_DONNEES: join(dossier, 'jamais'),
      COFORME_DEMO: 'non',
    })
    const adresse = await serveur.adresse()
    expect((await fetch(`${adresse}/sante`)).status).toBe(200)
    await dehors.arreter()
    const panne = await fetch(`${adresse}/sante`)
    expect(panne.status).toBe(503)
    expect(await panne.json()).toMatchObject({ statut: 'panne', base: 'injoignable' })
    tuer(serveur.processus.pid, 'SIGTERM')
    expect(await serveur.fin).toBe(0)
  })
})

describe('Une PostgreSQL extérieure', () => {
  test('garde son administrateur et change de compte avec le mot de passe du rôle', async () => {
    const dossier = neuf()
    const dehors = await demarrerPostgres({ dossier, essai: true })
    aDefaire.push(() => dehors.arreter())
    const grappe = await joindrePostgres({
      url: `postgres://postgres:secret@localhost/postgres?host=${dehors.connexion('postgres').host}`,
      motDePasse: (role) => (role === 'coforme_web' ? 'p@ss/é' : undefined),
    })
    expect(grappe.administrateur).toBe('postgres')
    const lue = (role: string, base?: string) =>
      new URL(String(grappe.connexion(role, base).connectionString))
    expect(lue('postgres').password).toBe('secret')
    expect(decodeURIComponent(lue('coforme_web').password)).toBe('p@ss/é')
    expect(lue('coforme_web').username).toBe('coforme_web')
    expect(lue('coforme_worker').password).toBe('')
    expect([lue('postgres').pathname, lue('postgres', 'autre').pathname]).toEqual(['/postgres', '/autre'])
  })

  test('absente, se refuse en une phrase qui ne répète pas le mot de passe', async () => {
    const url = `postgres://moi:motsecret@127.0.0.1:${await portLibre()}/coforme`
    const essai = joindrePostgres({ url })
    await expect(essai).rejects.toThrow(
      /^DATABASE_URL=postgres:\/\/moi@127\.0\.0\.1:\d+\/coforme\s: .*ne répond pas/,
    )
    await expect(essai).rejects.not.toThrow('motsecret')
  })
})
