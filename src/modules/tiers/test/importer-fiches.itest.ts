import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ecrireTableau, lireCsv, lireTableau } from '#platform/csv/lire-csv.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { ecrireXlsx } from '#platform/tableur/ecrire-xlsx.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { lireLecture } from '../db/lectures-csv.ts'
import {
  colonnesDe,
  colonnesNonLues,
  devinerColonnes,
  type GenreImport,
  rendreAvecPourquoi,
} from '../domain/colonnes.ts'
import { importPersonnes } from '../gestes/importer.ts'
import { importerFiches } from '../gestes/importer-fiches.ts'
import { defaireImport, deposerTableau, faireEntrer } from '../gestes/importer-fichier.ts'
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
        lecture: null,
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
  it('dix mille lignes dont cinquante sans nom et cent cinquante à demi fausses : les premières sont refusées, les autres entrent et le disent ; deux fois de suite, rien ne change', async () => {
    const coop = await uneCoop()
    const fautives = new Set<number>()
    const dites = new Set<number>()
    const lignes = Array.from({ length: 10_000 }, (_, i) => {
      const faute = i % 50 === 7 ? ['courriel', 'nom', 'cp', 'siret'][Math.floor(i / 50) % 4] : undefined
      if (faute === 'nom') fautives.add(i + 2)
      else if (faute) dites.add(i + 2)
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
    expect(essai.comptes).toEqual({ creee: 9950, completee: 0, inchangee: 0, fautive: 50 })
    expect((await contenu(coop)).personnes).toEqual([])
    expect((await contenu(coop)).entreprises).toEqual([])
    const un = await importer(coop, 'personnes', texte)
    expect(un.comptes).toEqual(essai.comptes)
    expect(new Set(un.lignes.filter((l) => l.sort === 'fautive').map((l) => l.ligne))).toEqual(fautives)
    const avecReserve = un.lignes.filter((l) => l.phrase.endsWith('Le reste de la ligne est pris.'))
    expect(new Set(avecReserve.map((l) => l.ligne))).toEqual(dites)
    const apres = await contenu(coop)
    expect([apres.personnes.length, apres.entreprises.length, apres.gestes]).toEqual([9950, 40, 1])
    const deux = await importer(coop, 'personnes', texte)
    expect(deux.comptes).toEqual({ creee: 0, completee: 0, inchangee: 9950, fautive: 50 })
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
        telephone: '02 99 00 00 00',
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

  it('« Tél. portable » se reconnaît, et cinq façons d’écrire un numéro n’en font qu’une', async () => {
    const coop = await uneCoop()
    const numeros = ['0612345678', '06.12.34.56.78', '+33 6 12 34 56 78', '612345678', '+33(0)6-12-34-56-78']
    await importer(
      coop,
      'personnes',
      `Nom;Prénom;Tél. portable\n${numeros.map((n, i) => `Tel${i};Zoé;${n}`).join('\n')}\nAilleurs;Zoé;+32 2 123 45 67\n`,
    )
    const lus = (await contenu(coop)).personnes.map((p) => p.telephone)
    expect(new Set(lus)).toEqual(new Set(['06 12 34 56 78', '+32 2 123 45 67']))
  })

  it('deux imports du même fichier au même instant n’en font qu’un', async () => {
    const coop = await uneCoop()
    const texte = `Nom;Prénom\n${Array.from({ length: 200 }, (_, i) => `N${i};P`).join('\n')}`
    const deux = await Promise.all([importer(coop, 'personnes', texte), importer(coop, 'personnes', texte)])
    expect(deux.map((r) => r.comptes.creee).toSorted((a, b) => a - b)).toEqual([0, 200])
    expect((await contenu(coop)).personnes).toHaveLength(200)
  })
})

describe('un tableur en désordre', () => {
  const entetes = [
    'NOM',
    'Prénom',
    'Mél',
    'Tél. portable',
    'Nom de l’entreprise',
    'N° SIRET',
    'CP',
    'Commune',
    'Remarques',
  ]
  const numeros = ['0612345678', '06.12.34.56.78', '+33 6 12 34 56 78', '612345678', '+33(0)6-12-34-56-78']
  /** Trois cents lignes : dix sans nom, trente au SIRET faux, dix au courriel faux, dix en double. */
  const lignes = Array.from({ length: 300 }, (_, i) => {
    const r = i % 30
    const rang = r === 8 ? i - 2 : i
    const nom = r === 7 ? '' : r === 8 ? `NOM${rang} D’ÉTÉ` : `Nom${rang} d’Été`
    return [
      nom,
      `Zoé${rang}`,
      r === 9 ? 'zoé chez elle' : `z${rang}@exemple.example`,
      numeros[i % 5] ?? '',
      `Atelier n° ${i % 12}`,
      i % 10 === 3 ? '123 456' : '',
      '35000',
      'Saint-Malo',
      i % 7 === 0 ? 'à rappeler; « urgent »' : '',
    ]
  })
  const csv = (s: string) =>
    [
      'Stagiaires du plan 2026',
      '',
      entetes.join(s),
      ...lignes.flatMap((l, i) => [
        ...(i % 60 === 59 ? [''] : []),
        l.map((c) => (c.includes(s) ? `"${c}"` : c)).join(s),
      ]),
    ].join('\r\n')
  const latin = (t: string) => {
    const bas: Record<string, number> = { '’': 0x92, '«': 0xab, '»': 0xbb }
    return Uint8Array.from([...t].map((c) => bas[c] ?? c.charCodeAt(0)))
  }
  const formes: readonly (readonly [string, Uint8Array])[] = [
    ['un CSV à points-virgules en UTF-8', new TextEncoder().encode(`\ufeff${csv(';')}`)],
    ['un CSV à virgules en Windows-1252', latin(csv(','))],
    [
      'un texte à tabulations en UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv('\t'), 'utf16le')]),
    ],
    [
      'un classeur dont les numéros sont des nombres',
      ecrireXlsx([
        {
          nom: 'Stagiaires',
          lignes: [
            ['Stagiaires du plan 2026'],
            [],
            entetes,
            ...lignes.map((l) => l.map((c) => (/^[1-9]\d{8}$/.test(c) ? Number(c) : c))),
          ],
        },
      ]),
    ],
  ]
  it.each(formes)(
    '%s : chaque ligne est prise ou expliquée, tout se défait, tout se reprend',
    async (_, octets) => {
      const coop = await uneCoop()
      await importer(coop, 'personnes', 'Nom;Prénom\nNom0 d’Été;Zoé0\n')
      const avant = await contenu(coop)
      const lu = lireTableau(octets)
      if (!lu.ok) throw new Error(lu.error.phrase)
      expect(lireTableau(ecrireTableau(lu.value)), 'ce que l’on garde se relit').toEqual(lu)
      const conduire = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(coop.organisme, {}, f)
      const id = newId<'LectureCsv'>()
      const depot = { id, activite: coop.activite, nomFichier: 'stagiaires.xlsx', tableau: lu.value }
      expect((await conduire((tx) => deposerTableau(tx, importPersonnes, depot, le))).ok).toBe(true)
      const lecture = await conduire((tx) => lireLecture(tx, id))
      if (!lecture) throw new Error('rien de déposé')
      expect(colonnesNonLues(lecture.entetes, lecture.colonnes)).toEqual(['Remarques'])
      const essai = lecture.rapport
      expect(essai?.comptes).toEqual({ creee: 279, completee: 1, inchangee: 10, fautive: 10 })
      // L’essai ne mène à aucune fiche qui n’existe pas.
      expect(essai?.lignes.filter((l) => l.fiche).map((l) => l.sort)).toEqual(['completee'])
      const rapport = await conduire((tx) =>
        faireEntrer(tx, importPersonnes, lecture, lu.value, lecture.colonnes, le),
      )
      expect(rapport.comptes).toEqual(essai?.comptes)
      const rendu = rendreAvecPourquoi(lu.value, rapport, { aCorriger: false })
      expect(rendu.titres).toEqual([...entetes, 'Devenue', 'Pourquoi'])
      expect(rendu.lignes).toHaveLength(300)
      expect(rendu.lignes.filter((l) => l.at(-2) === '')).toEqual([])
      expect(
        rendu.lignes
          .filter((l) => l[5] === '123 456' && l[0] !== '')
          .every((l) => /SIRET.*Le reste de la ligne est pris/.test(l.at(-1) ?? '')),
      ).toBe(true)
      expect(rendreAvecPourquoi(lu.value, rapport, { aCorriger: true }).lignes.map((l) => l.at(-1))).toEqual(
        Array.from({ length: 10 }, () => 'Nom\u00a0: Écrivez le nom.'),
      )
      const apres = await contenu(coop)
      expect([apres.personnes.length, apres.entreprises.length]).toEqual([280, 12])
      expect(new Set(apres.personnes.map((p) => p.telephone))).toEqual(new Set(['06 12 34 56 78']))
      const faite = await conduire((tx) => lireLecture(tx, id))
      if (!faite) throw new Error('disparue')
      const defait = await conduire((tx) => defaireImport(tx, importPersonnes, faite, lu.value, le))
      expect(defait).toEqual({ retirees: 291, restent: [] })
      expect({ ...(await contenu(coop)), gestes: avant.gestes }).toEqual(avant)
      const rouverte = await conduire((tx) => lireLecture(tx, id))
      expect([rouverte?.appliqueLe, rouverte?.rapport?.comptes]).toEqual([null, essai?.comptes])
      if (rouverte)
        await conduire((tx) => faireEntrer(tx, importPersonnes, rouverte, lu.value, rouverte.colonnes, le))
      expect({ ...(await contenu(coop)), gestes: 0 }).toEqual({ ...apres, gestes: 0 })
    },
  )

  it('ce qui sert déjà reste et se nomme ; ce que l’on a changé depuis ne se reprend pas ; une fiche d’ailleurs ne se retire pas', async () => {
    const coop = await uneCoop()
    await importer(coop, 'personnes', 'Nom;Prénom\nDéjà;Là\n')
    const conduire = <T>(f: (tx: TenantTx) => Promise<T>) => base.enTantQue(coop.organisme, {}, f)
    const lu = lireCsv(
      new TextEncoder().encode(
        'Nom;Prénom;Tel;Mail\nServie;Ana;;\nDéjà;Là;0611111111;la@x.example\nLibre;Bo;;\n',
      ),
    )
    if (!lu.ok) throw new Error(lu.error.phrase)
    const id = newId<'LectureCsv'>()
    await conduire((tx) =>
      deposerTableau(
        tx,
        importPersonnes,
        { id, activite: coop.activite, nomFichier: 'p.csv', tableau: lu.value },
        le,
      ),
    )
    const lire = () => conduire((tx) => lireLecture(tx, id))
    const avant = await lire()
    if (!avant) throw new Error('rien')
    await conduire((tx) => faireEntrer(tx, importPersonnes, avant, lu.value, avant.colonnes, le))
    await conduire(async (tx) => {
      await sql`insert into tiers.intervenant (activite_id, personne_id, cree_le)
        select activite_id, id, now() from tiers.personne where nom = 'Servie'`.execute(tx)
      await sql`update tiers.personne set courriel = 'autre@x.example' where nom = 'Déjà'`.execute(tx)
    })
    const faite = await lire()
    const defait = faite && (await conduire((tx) => defaireImport(tx, importPersonnes, faite, lu.value, le)))
    expect(defait).toEqual({ retirees: 1, restent: ['Servie Ana'] })
    expect((await contenu(coop)).personnes.map((p) => [p.nom, p.telephone, p.courriel])).toEqual([
      ['Déjà', null, 'autre@x.example'],
      ['Servie', null, null],
    ])
    // La base elle-même ne retire qu’une fiche née d’un import que l’on peut encore défaire.
    expect(
      await conduire(async (tx) => (await sql`delete from tiers.personne`.execute(tx)).numAffectedRows),
    ).toBe(0n)
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
