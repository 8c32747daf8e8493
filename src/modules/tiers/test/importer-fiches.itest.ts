import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { lireCsv } from '#platform/csv/lire-csv.ts'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { colonnesDe, devinerColonnes, type GenreImport } from '../domain/colonnes.ts'
import { importerFiches } from '../gestes/importer-fiches.ts'
import { tiers } from '../module.ts'

const base = await baseNeuve()
const le = new Date('2026-11-25T09:00:00Z')
let rang = 0
const uneCoop = () => base.maintenance((tx) => poserOrganisme(tx, `Tiers ${++rang}`))
type Coop = Awaited<ReturnType<typeof uneCoop>>

const importer = (coop: Coop, genre: GenreImport, texte: string, essai = false) =>
  base.enTantQue(coop.organisme, {}, (tx) => {
    const lu = lireCsv(new TextEncoder().encode(texte))
    if (!lu.ok) throw new Error(lu.error.phrase)
    const { entetes, lignes } = lu.value
    return importerFiches(
      tx,
      {
        genre,
        activite: coop.activite,
        nomFichier: 'essai.csv',
        lignes,
        colonnes: devinerColonnes(colonnesDe(genre), entetes),
        essai,
      },
      le,
    )
  })
const contenu = (coop: Coop) =>
  base.enTantQue(coop.organisme, {}, async (tx) => ({
    personnes: (
      await sql<
        Record<string, unknown>
      >`select p.prenom, p.nom, p.courriel, p.telephone, p.ville, e.nom as employeur from tiers.personne p
        left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.entreprise_id order by p.pli, p.courriel`.execute(
        tx,
      )
    ).rows,
    entreprises: (
      await sql<
        Record<string, unknown>
      >`select nom, siret, ville, est_client from tiers.entreprise order by pli, siret`.execute(tx)
    ).rows,
    gestes: (await sql<{ geste: string }>`select geste from journal.geste`.execute(tx)).rows.length,
  }))

describe('importer des personnes', () => {
  it('dix mille lignes dont deux cents fautives : ces deux cents sont dites, elles seules ; deux fois de suite, rien ne change', async () => {
    const coop = await uneCoop()
    const fautives = new Set<number>()
    const lignes = Array.from({ length: 10_000 }, (_, i) => {
      const faute = i % 50 === 7 ? ['courriel', 'nom', 'cp', 'siret'][Math.floor(i / 50) % 4] : undefined
      if (faute) fautives.add(i + 2)
      return [
        faute === 'nom' ? '' : `Nom${i}`,
        `Prénom${i % 97}`,
        faute === 'courriel' ? 'pas une adresse' : `p${i}@exemple.example`,
        faute === 'cp' ? '9' : '35000',
        `Maison ${i % 40}`,
        faute === 'siret' ? '123' : '',
      ].join(';')
    })
    const texte = `Nom;Prénom;Courriel;Code postal;Employeur;SIRET\n${lignes.join('\n')}\n`
    const essai = await importer(coop, 'personnes', texte, true)
    expect(essai.comptes).toEqual({ creee: 9800, completee: 0, inchangee: 0, fautive: 200 })
    expect((await contenu(coop)).personnes).toEqual([])
    expect((await contenu(coop)).entreprises).toEqual([])
    const un = await importer(coop, 'personnes', texte)
    expect(un.comptes).toEqual(essai.comptes)
    expect(new Set(un.lignes.filter((l) => l.sort === 'fautive').map((l) => l.ligne))).toEqual(fautives)
    const apres = await contenu(coop)
    expect([apres.personnes.length, apres.entreprises.length, apres.gestes]).toEqual([9800, 40, 1])
    const deux = await importer(coop, 'personnes', texte)
    expect(deux.comptes).toEqual({ creee: 0, completee: 0, inchangee: 9800, fautive: 200 })
    expect(await contenu(coop)).toEqual(apres)
  })

  it('complète une fiche, ne remplace rien, dit ce qui diffère, et ne confond pas deux homonymes', async () => {
    const coop = await uneCoop()
    await importer(
      coop,
      'personnes',
      'Nom;Prénom;Mail;Ville\nPons;Agathe;agathe@x.example;Rennes\nLam;Zoé;;\n',
    )
    const r = await importer(
      coop,
      'personnes',
      'Nom;Prénom;Mail;Ville;Tel\nPONS;agathe;agathe@x.example;Brest;0299000000\nPons;Agathe;autre@x.example;;\nLam;Zoé;zoe@x.example;;\nLam;Zoé;zoe@x.example;Vitré;\n',
    )
    expect(r.lignes.map((l) => [l.sort, l.phrase])).toEqual([
      ['completee', 'Sur la fiche, la ville diffère\u00a0: rien n’y est changé.'],
      ['creee', 'Une autre personne porte ce nom, sous un autre courriel.'],
      ['completee', ''],
      ['completee', ''],
    ])
    expect((await contenu(coop)).personnes).toEqual([
      {
        prenom: 'Zoé',
        nom: 'Lam',
        courriel: 'zoe@x.example',
        telephone: null,
        ville: 'Vitré',
        employeur: null,
      },
      {
        prenom: 'Agathe',
        nom: 'Pons',
        courriel: 'agathe@x.example',
        telephone: '0299000000',
        ville: 'Rennes',
        employeur: null,
      },
      {
        prenom: 'Agathe',
        nom: 'Pons',
        courriel: 'autre@x.example',
        telephone: null,
        ville: null,
        employeur: null,
      },
    ])
  })

  it('deux imports du même fichier au même instant n’en font qu’un', async () => {
    const coop = await uneCoop()
    const texte = `Nom;Prénom\n${Array.from({ length: 200 }, (_, i) => `N${i};P`).join('\n')}`
    const deux = await Promise.all([importer(coop, 'personnes', texte), importer(coop, 'personnes', texte)])
    expect(deux.map((r) => r.comptes.creee).toSorted((a, b) => a - b)).toEqual([0, 200])
    expect((await contenu(coop)).personnes).toHaveLength(200)
  })
})

describe('importer des entreprises', () => {
  it('deux SIRET sont deux établissements, un SIRET appris complète, un SIRET faux se dit', async () => {
    const coop = await uneCoop()
    const r = await importer(
      coop,
      'entreprises',
      'Raison sociale;SIRET;Ville\nTilleuls;;Rennes\nTilleuls;73282932000074;\nTilleuls;40483304800022;Brest\nFaux;12345678901234;\nTilleuls;;\n',
    )
    expect(r.lignes.map((l) => l.sort)).toEqual(['creee', 'completee', 'creee', 'fautive', 'fautive'])
    expect((await contenu(coop)).entreprises).toEqual([
      { nom: 'Tilleuls', siret: '40483304800022', ville: 'Brest', est_client: true },
      { nom: 'Tilleuls', siret: '73282932000074', ville: 'Rennes', est_client: true },
    ])
  })
})

describe('importer csv, en ligne de commande', async () => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-csv-'))
  afterAll(() => rm(dossier, { recursive: true }))
  const services: Services = { ...testServices(), db: base.worker }
  const appeler = async (...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await tiers.commandes
      ?.find((k) => k.nom === 'importer csv')
      ?.run(args, { services, dossier, stdout: (t) => void out.push(t), stderr: (t) => void err.push(t) })
    return { code, out: out.join(''), err: err.join('') }
  }
  await writeFile(path.join(dossier, 'p.csv'), 'Nom;Prénom;Mail\nPons;Agathe;a@x.example\n;Zoé;\n')
  await writeFile(path.join(dossier, 'sans.csv'), 'Machin;Chose\na;b\n')

  it('essaie sans rien écrire, puis fait entrer, et rend 1 tant qu’une ligne est à corriger', async () => {
    const coop = await uneCoop()
    const essai = await appeler('personnes', 'p.csv', '--organisme', coop.code, '--essai', '--json')
    expect([essai.code, JSON.parse(essai.out).comptes]).toEqual([
      1,
      { creee: 1, completee: 0, inchangee: 0, fautive: 1 },
    ])
    expect((await contenu(coop)).personnes).toEqual([])
    const fait = await appeler('personnes', 'p.csv', '--organisme', coop.code)
    expect([fait.code, fait.out]).toEqual([1, ''])
    expect(fait.err.replaceAll('\u00a0', ' ')).toContain('ligne 3, Zoé, à corriger : Nom : Écrivez le nom.')
    expect((await contenu(coop)).personnes).toHaveLength(1)
  })

  it.each([
    [['personnes'], 'Nommez un fichier'],
    [['chats', 'p.csv'], 'Dites ce que le fichier contient'],
    [['personnes', 'p.csv'], '--organisme CODE'],
    [['personnes', 'absent.csv', '--organisme', 'x'], 'n’existe pas'],
    [['personnes', 'sans.csv', '--organisme', 'x'], 'aucune colonne ne s’appelle Prénom, ni Nom'],
    [['personnes', 'p.csv', '--organisme', 'x', '--vite'], 'n’existe pas'],
    [['personnes', 'p.csv', '--organisme', 'nulle-part'], 'aucun organisme ne porte'],
  ])('%j rend 2 et dit pourquoi', async (args, mot) => {
    const r = await appeler(...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err.replaceAll('\u00a0', ' ')).toContain(mot)
  })
})
