// Vie et mort de la PostgreSQL embarquée : chaque épreuve a sa propre grappe.
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { demarrerPostgres, type Grappe } from '#platform/postgres/index.ts'
import { journalDe } from '#platform/postgres/serveur.ts'
import { dossierNeuf, lancerEcrivain, ranger, serveurDe, tuer, veilleurDe } from './outils.ts'

const sousRoot = process.getuid?.() === 0
const aDefaire: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (let geste = aDefaire.pop(); geste; geste = aDefaire.pop()) await geste()
})

const neuf = (): string => {
  const dossier = dossierNeuf()
  aDefaire.push(async () => {
    const reste = serveurDe(dossier)
    tuer(reste?.pid, 'SIGQUIT')
    await vi.waitFor(() => expect(serveurDe(dossier)).toBeUndefined(), { timeout: 120_000 })
    ranger(dossier)
  })
  return dossier
}
const demarrer = async (dossier: string): Promise<Grappe> => {
  const grappe = await demarrerPostgres({ dossier, essai: true })
  aDefaire.push(() => grappe.arreter())
  return grappe
}
const demander = async (grappe: Grappe, requete: string, role = 'postgres'): Promise<unknown[]> => {
  const client = new Client(grappe.connexion(role, 'postgres'))
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(requete)).rows
  } finally {
    await client.end()
  }
}
const ecrire = (dossier: string, essai = true) => {
  const ecrivain = lancerEcrivain(dossier, 0, essai)
  aDefaire.push(async () => {
    tuer(ecrivain.processus.pid)
    await ecrivain.fin
  })
  return ecrivain
}
const acquittees = (lignes: readonly string[]): number =>
  lignes.filter((ligne) => ligne.startsWith('acquitte ')).length
const disparue = (dossier: string) =>
  vi.waitFor(() => expect(serveurDe(dossier)).toBeUndefined(), { timeout: 120_000 })

describe('La PostgreSQL embarquée', () => {
  test('garde ses données d’un démarrage à l’autre et ne laisse rien tourner', async () => {
    const dossier = neuf()
    const premiere = await demarrer(dossier)
    const prise = String(premiere.connexion('postgres').host)
    expect(premiere.proprietaire()).toBe(true)
    expect(statSync(prise).mode & 0o777).toBe(0o700)
    expect(statSync(premiere.dossier).mode & 0o777).toBe(0o700)
    await demander(premiere, 'create table garde (n int); insert into garde values (7)')
    await Promise.all([premiere.arreter(), premiere.arreter()])
    expect(serveurDe(dossier)).toBeUndefined()
    expect(existsSync(prise)).toBe(false)

    const seconde = await demarrer(dossier)
    expect(await demander(seconde, 'select n from garde')).toEqual([{ n: 7 }])
  })

  test('se joint sous tout rôle par les pairs, et jamais par le réseau', async () => {
    const grappe = await demarrer(neuf())
    await demander(grappe, 'create role coforme_essai login')
    expect(await demander(grappe, 'select current_user as qui', 'coforme_essai')).toEqual([
      { qui: 'coforme_essai' },
    ])
    expect(await demander(grappe, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  })

  test('ordonne les textes sans dépendre du système, et sait l’ordre français', async () => {
    const grappe = await demarrer(neuf())
    const requete = (c: string) =>
      `select string_agg(m, ' ' order by m ${c}) as o from unnest(array['été','Eric','elan','école']) m`
    expect(await demander(grappe, requete(''))).toEqual([{ o: 'Eric elan école été' }])
    expect(await demander(grappe, requete('collate "fr-x-icu"'))).toEqual([{ o: 'école elan Eric été' }])
  })

  test('accueille un invité ; le dernier parti éteint', async () => {
    const dossier = neuf()
    const hote = await demarrer(dossier)
    const invite = await demarrer(dossier)
    expect([hote.proprietaire(), invite.proprietaire()]).toEqual([true, false])
    await invite.arreter()
    expect(await demander(hote, 'select 1 as un')).toEqual([{ un: 1 }])
    await hote.arreter()
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('passe à l’invité quand son propriétaire s’en va, sans couper personne', async () => {
    const dossier = neuf()
    const hote = await demarrer(dossier)
    const invite = await demarrer(dossier)
    const avant = serveurDe(dossier)?.pid
    const client = new Client(invite.connexion('postgres', 'postgres'))
    await client.connect()
    await hote.arreter()
    expect((await client.query('select 1 as un')).rows).toEqual([{ un: 1 }])
    expect(serveurDe(dossier)?.pid).toBe(avant)
    await vi.waitFor(() => expect(invite.proprietaire()).toBe(true), { timeout: 120_000 })
    await client.end()
    await invite.arreter()
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('finit avec une seule base quand deux premiers démarrages courent ensemble', async () => {
    const dossier = neuf()
    const [un, deux] = [ecrire(dossier), lancerEcrivain(dossier, 1)]
    aDefaire.push(async () => {
      tuer(deux.processus.pid)
      await deux.fin
    })
    await Promise.all([un.dit(/^acquitte 5$/), deux.dit(/^acquitte 5$/)])
    expect(readdirSync(dossier).filter((nom) => nom.startsWith('base'))).toEqual(['base'])
  })

  test('s’arrête proprement quand Node est tué net', async () => {
    const dossier = neuf()
    const ecrivain = ecrire(dossier)
    await ecrivain.dit(/^acquitte 20$/)
    tuer(ecrivain.processus.pid)
    await ecrivain.fin
    await disparue(dossier)
    const journal = readFileSync(journalDe(realpathSync(join(dossier, 'base'))), 'utf8')
    expect(journal.trim().split('\n').at(-1)).toContain('database system is shut down')
  })

  test('rend tout ce qu’elle a acquitté quand elle est tuée net, et sa perte se dit en une phrase', async () => {
    const dossier = neuf()
    const ecrivain = ecrire(dossier, false)
    await ecrivain.dit(/^acquitte 200$/)
    tuer(serveurDe(dossier)?.pid)
    expect((await ecrivain.fin).code).toBe(3)
    const grappe = await demarrer(dossier)
    const [trouve] = await demander(grappe, 'select count(*)::int as n from ligne')
    const { n } = trouve as { n: number }
    expect(n).toBeGreaterThanOrEqual(acquittees(ecrivain.lignes))
  })

  test('dit sa perte à un invité comme à son propriétaire', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    const dite = new Promise<string>((fait) => grappe.surPerte(fait))
    tuer(serveurDe(dossier)?.pid)
    expect(await dite).toMatch(/^La base de données s’est arrêtée/)
    await grappe.arreter()
  })

  test('est adoptée quand Node et le veilleur sont tués ensemble, puis arrêtée', async () => {
    const dossier = neuf()
    const ecrivain = ecrire(dossier)
    await ecrivain.dit(/^acquitte 5$/)
    const orpheline = serveurDe(dossier)?.pid ?? 0
    const veilleur = veilleurDe(orpheline)
    expect(veilleur).toBeDefined()
    // Les deux moitiés du veilleur sont dans son groupe, où PostgreSQL est aussi : on vise chacune par son numéro.
    const enfants = readFileSync(`/proc/${veilleur}/task/${veilleur}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number)
    for (const enfant of enfants) if (enfant !== orpheline) tuer(enfant)
    tuer(veilleur)
    tuer(ecrivain.processus.pid)
    await ecrivain.fin
    const grappe = await demarrer(dossier)
    expect(serveurDe(dossier)?.pid).toBe(orpheline)
    await vi.waitFor(
      async () => {
        expect(grappe.proprietaire()).toBe(true)
      },
      { timeout: 120_000 },
    )
    await grappe.arreter()
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('ne craint pas un Ctrl-C sur tout le groupe', async () => {
    const dossier = neuf()
    const ecrivain = ecrire(dossier)
    await ecrivain.dit(/^acquitte 20$/)
    tuer(-(ecrivain.processus.pid ?? 0), 'SIGINT')
    expect(await ecrivain.fin).toEqual({ code: 0, signal: null })
    expect(ecrivain.lignes.at(-1)).toBe('parti')
    expect(serveurDe(dossier)).toBeUndefined()
  })

  test('démarre malgré un postmaster.pid dont le numéro est devenu un autre processus', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    await grappe.arreter()
    // Une PostgreSQL d’une autre base, sous le même compte : le cas que PostgreSQL seule refuserait.
    const voisin = neuf()
    await demarrer(voisin)
    const texte = [
      serveurDe(voisin)?.pid,
      grappe.dossier,
      1,
      5432,
      '/tmp/nulle-part',
      '',
      '  0  0',
      'ready',
      '',
    ].join('\n')
    writeFileSync(join(grappe.dossier, 'postmaster.pid'), texte)
    const seconde = await demarrer(dossier)
    expect(await demander(seconde, 'select 1 as un')).toEqual([{ un: 1 }])
  })

  test('refuse la base d’une autre version majeure sans y toucher', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    await grappe.arreter()
    writeFileSync(join(grappe.dossier, 'PG_VERSION'), '17\n')
    const avant = readdirSync(grappe.dossier).sort()
    await expect(demarrerPostgres({ dossier, essai: true })).rejects.toThrow(
      /PostgreSQL 17.*PostgreSQL 18.*rien n’a été touché/,
    )
    expect(readdirSync(grappe.dossier).sort()).toEqual(avant)
  })

  test('refuse un lien vers une base disparue plutôt que d’en créer une vide', async () => {
    const dossier = neuf()
    symlinkSync(join(dossier, 'ailleurs', 'base'), join(dossier, 'base'))
    await expect(demarrerPostgres({ dossier, essai: true })).rejects.toThrow(/ailleurs, qui n’existe plus/)
    rmSync(join(dossier, 'base'))
  })

  test('efface une création interrompue', async () => {
    const dossier = neuf()
    const mort = lancerEcrivain(join(dossier, 'rien'), 0)
    tuer(mort.processus.pid)
    await mort.fin
    mkdirSync(join(dossier, `base.neuf-${mort.processus.pid}`))
    await demarrer(dossier)
    expect(readdirSync(dossier).filter((nom) => nom.startsWith('base.neuf'))).toEqual([])
  })

  test('n’entre pas dans un dossier de prise préparé par un autre', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    const prise = String(grappe.connexion('postgres').host)
    await grappe.arreter()
    mkdirSync(prise)
    chmodSync(prise, 0o777)
    if (sousRoot) chownSync(prise, statSync(grappe.dossier).uid, 0)
    aDefaire.push(() => rmSync(prise, { recursive: true }))
    const seconde = await demarrer(dossier)
    expect(seconde.connexion('postgres').host).not.toBe(prise)
    expect(await demander(seconde, 'select 1 as un')).toEqual([{ un: 1 }])
  })

  test('met de côté un journal devenu gros', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    await grappe.arreter()
    const journal = journalDe(grappe.dossier)
    writeFileSync(journal, 'x'.repeat(6 * 1024 * 1024))
    await demarrer(dossier)
    expect(statSync(journal).size).toBeLessThan(1024 * 1024)
    expect(statSync(`${journal}.1`).size).toBe(6 * 1024 * 1024)
  })

  test('suit une base dont le dossier a été déplacé', async () => {
    const dossier = neuf()
    const grappe = await demarrer(dossier)
    await demander(grappe, 'create table garde ()')
    await grappe.arreter()
    const ailleurs = `${dossier}-ailleurs`
    renameSync(dossier, ailleurs)
    aDefaire.push(() => renameSync(ailleurs, dossier))
    const seconde = await demarrer(ailleurs)
    expect(await demander(seconde, 'select * from garde')).toEqual([])
    await seconde.arreter()
  })

  // Le refuge n'existe que pour root ; le refus, que pour les autres.
  if (sousRoot) {
    test('sous root, ne tourne ni sous root ni sous un compte qui a un nom', async () => {
      const grappe = await demarrer(neuf())
      const { uid } = statSync(grappe.dossier)
      expect(uid).toBeGreaterThanOrEqual(61_900)
      expect(readFileSync('/etc/passwd', 'utf8')).not.toContain(`:${uid}:`)
    })

    test('dans un dossier que seul root traverse, vit ailleurs et laisse un lien', async () => {
      const dossier = neuf()
      chmodSync(dossier, 0o700)
      const donnees = join(dossier, 'é’clos', 'données')
      const grappe = await demarrer(donnees)
      aDefaire.push(() => ranger(donnees))
      expect(lstatSync(join(donnees, 'base')).isSymbolicLink()).toBe(true)
      expect(dirname(dirname(grappe.dossier))).toBe('/var/lib/coforme')
      expect(await demander(grappe, 'select 1 as un')).toEqual([{ un: 1 }])
      await grappe.arreter()
    })
  } else {
    test('refuse en une phrase un dossier où l’on ne peut pas écrire', async () => {
      const dossier = neuf()
      chmodSync(dossier, 0o500)
      const essai = demarrerPostgres({ dossier: join(dossier, 'donnees'), essai: true })
      await expect(essai).rejects.toThrow(/^COFORME_DONNEES=.*ne peut être créé/)
    })
  }
})
