// Une base extérieure et de mauvais réglages : rien n'y change avant que les clés et la version aient été reconnues.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { avecClient } from '#platform/db/roles.ts'
import { openKeys } from '#platform/keys/open-keys.ts'
import { demarrerPostgres, type Grappe } from '#platform/postgres/index.ts'
import { type OptionsInstance, ouvrirGrappe, ouvrirInstance } from '../../src/app/instance.ts'
import { lireConfig } from '../../src/app/lire-config.ts'
import { copierMoule } from '../parcours/moule.ts'
import { dossierNeuf, ranger } from './outils.ts'

const dossier = dossierNeuf()
let dehors: Grappe
beforeAll(async () => {
  await copierMoule('vierge', dossier)
  dehors = await demarrerPostgres({ dossier, essai: true })
})
afterAll(async () => {
  await dehors.arreter()
  ranger(dossier)
})

const admin = <T extends object>(texte: string, base = 'coforme'): Promise<readonly T[]> =>
  avecClient(dehors.connexion('postgres', base), async (c) => (await c.query<T>(texte)).rows)

/** L'instance qu'ouvrirait un processus réglé sur cette base, avec ces données-là. */
const ouvrir = async (donnees: string, mettreAJour: OptionsInstance['mettreAJour'], base = 'coforme') => {
  const lue = lireConfig()
  if (!lue.ok) throw new Error(lue.error.phrase)
  const databaseUrl = `postgres://postgres@localhost/${base}?host=${dehors.connexion('postgres').host}`
  const config = { ...lue.value, databaseUrl, donnees, demo: false, pool: 2 }
  return ouvrirInstance(config, await ouvrirGrappe(config), {
    niveau: 'silent',
    ...(mettreAJour ? { mettreAJour } : {}),
  })
}

/** Tout ce qu'un départ pourrait toucher : les rôles, leurs mots de passe et réglages, les migrations, les portes. */
const etat = async () => ({
  roles: await admin(
    `select rolname, rolpassword, setconfig from pg_authid a left join pg_db_role_setting s on s.setrole = a.oid where rolname ~ '^coforme' order by 1, s.setdatabase`,
  ),
  migrations: await admin('select nom, empreinte from app.migration order by 1'),
  portes: await admin('select nom, empreinte from app.porte order by 1'),
  corps: await admin(
    `select md5(string_agg(prosrc, '' order by oid)) from pg_proc where pronamespace = 'porte'::regnamespace`,
  ),
})

describe('De mauvaises clés', () => {
  test.each(['toujours', 'si-vierge', 'jamais'] as const)(
    'se refusent en une phrase sans rien changer, ni créer d’autres clés (%s)',
    async (mettreAJour) => {
      await (await ouvrir(dossier, 'toujours')).fermer()
      const avant = await etat()
      const perdues = dossierNeuf()
      await expect(ouvrir(perdues, mettreAJour)).rejects.toThrow(/^Les clés de cette base ne sont pas dans/)
      expect(existsSync(join(perdues, 'cles'))).toBe(false)
      const autres = dossierNeuf()
      await mkdir(join(autres, 'cles'))

      openKeys({ donnees: autres })
      await expect(ouvrir(autres, mettreAJour)).rejects.toThrow(
        /^Les clés de l’instance ne sont pas celles de cette base/,
      )
      expect(await etat()).toEqual(avant)
      for (const d of [perdues, autres]) ranger(d)
    },
  )
})

describe('Une base d’une version plus ancienne', () => {
  test('n’est mise à niveau que par un départ : une commande la refuse, une sauvegarde la lit, et rien n’y bouge', async () => {
    await (await ouvrir(dossier, 'toujours')).fermer()
    await admin(`update app.porte set empreinte = 'ancienne' where nom = 'porte.voter'`)
    const avant = await etat()
    await expect(ouvrir(dossier, 'si-vierge')).rejects.toThrow(
      /^La base n’est pas au niveau de cette version/,
    )
    await (await ouvrir(dossier, 'jamais')).fermer()
    expect(await etat()).toEqual(avant)
    const mise = await ouvrir(dossier, 'toujours')
    expect(mise.migre.portes).toEqual(['porte.voter'])
    await mise.fermer()
  })

  test('plus récente que le logiciel, se refuse avant que rien ne change', async () => {
    await admin(`insert into app.migration (nom, empreinte) values ('9999_demain.sql', 'x')`)
    const avant = await etat()
    for (const quand of ['toujours', 'si-vierge', 'jamais'] as const)
      await expect(ouvrir(dossier, quand)).rejects.toThrow('plus récente que le logiciel')
    expect(await etat()).toEqual(avant)
    await admin(`delete from app.migration where nom = '9999_demain.sql'`)
  })
})

describe('Une base vierge', () => {
  test('n’est pas posée par une commande qui ne fait que lire', async () => {
    await admin('create database vide')
    await expect(ouvrir(dossierNeuf(), 'jamais', 'vide')).rejects.toThrow('est vide')
    expect(await admin(`select from pg_namespace where nspname = 'app'`, 'vide')).toEqual([])
  })

  test('dans la grappe d’une autre instance, ne prend pas ses rôles', async () => {
    await (await ouvrir(dossier, 'toujours')).fermer()
    const hba = join(dehors.dossier, 'pg_hba.conf')
    writeFileSync(hba, `local vide coforme_migrator scram-sha-256\n${readFileSync(hba, 'utf8')}`)
    await admin('select pg_reload_conf()')
    const avant = await etat()
    const neuf = dossierNeuf()
    await expect(ouvrir(neuf, 'toujours', 'vide')).rejects.toThrow(/rôles coforme_… d’une autre instance/)
    expect(await etat()).toEqual(avant)
    ranger(neuf)
  })

  test('sur une réplique, ou en lecture seule, se dit en une phrase', async () => {
    await admin('create database figee')
    await admin('alter database figee set default_transaction_read_only = on')
    await expect(ouvrir(dossierNeuf(), 'toujours', 'figee')).rejects.toThrow(
      /^La base «\sfigee\s» ne s’écrit pas/,
    )
  })
})
