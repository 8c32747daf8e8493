import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { lireCsv } from '#platform/csv/lire-csv.ts'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { importSessions } from '../gestes/importer-sessions.ts'
import { sessions } from '../module.ts'
import { jourDit, poserMembre, poserSalle } from './cooperatives.ts'
import { poserOffre } from './poser.ts'

const base = await baseNeuve()
const le = new Date('2026-11-25T09:00:00Z')
let rang = 0
const uneCoop = () =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, `Import ${++rang}`)
    const responsable = await poserMembre(tx, [o.organisme], 'Responsable', ['responsable'])
    return { ...o, offre: await poserOffre(tx, o, 'Excel'), responsable }
  })
type Coop = Awaited<ReturnType<typeof uneCoop>>

/** Le champ de chaque en-tête de ces essais ; la reconnaissance des en-têtes a les siens, chez les tiers. */
const champs: Readonly<Record<string, string>> = {
  Référence: 'reference',
  Formation: 'offre',
  Date: 'date',
  'Dernier jour': 'dateFin',
  Horaires: 'horaires',
  Formateur: 'intervenant',
  Salle: 'salle',
  Places: 'capacite',
  Lieu: 'lieu',
  Modalité: 'modalite',
}
const importer = (coop: Coop, texte: string, essai = false) =>
  base.enTantQue(coop.organisme, { personne: coop.responsable }, (tx) => {
    const lu = lireCsv(new TextEncoder().encode(texte))
    if (!lu.ok) throw new Error(lu.error.phrase)
    const { entetes, lignes } = lu.value
    return importSessions.importer(
      tx,
      {
        activite: coop.activite,
        nomFichier: 'sessions.csv',
        lignes,
        colonnes: Object.fromEntries(entetes.map((t, i) => [champs[t] ?? t, i])),
        essai,
        lecture: null,
      },
      le,
    )
  })
/** Tout ce que l'import pourrait toucher. */
const contenu = (coop: Coop) =>
  base.enTantQue(coop.organisme, { personne: coop.responsable }, async (tx) => ({
    sessions: (
      await sql<{
        numero: string
        intitule: string
        formateur: string
        lieu: string
        capacite: number
        heures: string[]
      }>`
        select s.numero, s.intitule, s.formateur, s.lieu, s.capacite, (select array_agg(x.jour || ' ' || x.debut_minutes || '-' || x.fin_minutes order by x.debut)
          from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id) as heures
        from sessions.session s order by s.numero`.execute(tx)
    ).rows,
    fiches: (await sql`select id from tiers.personne order by id`.execute(tx)).rows,
    gestes: (await sql`select id from journal.geste order by id`.execute(tx)).rows,
  }))
const sorts = (r: Awaited<ReturnType<typeof importer>>) => r.lignes.map((l) => l.sort)
const entete = 'Référence;Formation;Date;Dernier jour;Horaires;Formateur;Salle;Places;Lieu'

describe('importer des sessions', () => {
  it('dix mille lignes dont deux cents fautives : ces deux cents sont dites, elles seules ; deux fois de suite, rien ne change', async () => {
    const coop = await uneCoop()
    const fautives = new Set<number>()
    // Quarante-neuf lignes par session, une matinée chacune ; une ligne fautive est seule de sa session.
    let bonnes = -1
    const lignes = Array.from({ length: 10_000 }, (_, i) => {
      const faute = i % 50 === 7 ? ['offre', 'date', 'heure', 'places'][Math.floor(i / 50) % 4] : undefined
      if (faute) fautives.add(i + 2)
      else bonnes += 1
      const [session, jour] = [Math.floor(bonnes / 49), bonnes % 49]
      return [
        faute ? '' : `R-${session}`,
        faute === 'offre' ? 'Une offre que personne n’a' : 'Excel',
        faute === 'date'
          ? '32/13/2027'
          : formaterDate(ajouterJours(jourDit('2027-03-23'), 7 * jour), 'chiffres'),
        '',
        faute === 'heure' ? 'quand on veut' : 'matin',
        `Anime Numéro${session}`,
        '',
        faute === 'places' ? '0' : '8',
        'Lyon',
      ].join(';')
    })
    const texte = `${entete}\n${lignes.join('\n')}\n`
    const essai = await importer(coop, texte, true)
    expect((await contenu(coop)).sessions).toEqual([])
    expect(essai.comptes).toEqual({ creee: 9800, completee: 0, inchangee: 0, fautive: 200 })
    const un = await importer(coop, texte)
    expect(un.comptes).toEqual(essai.comptes)
    expect(new Set(un.lignes.filter((l) => l.sort === 'fautive').map((l) => l.ligne))).toEqual(fautives)
    const apres = await contenu(coop)
    expect([apres.sessions.length, apres.fiches.length]).toEqual([200, 200])
    const deux = await importer(coop, texte)
    expect(deux.comptes).toEqual({ creee: 0, completee: 0, inchangee: 9800, fautive: 200 })
    expect(await contenu(coop)).toEqual(apres)
  })

  it('plusieurs lignes d’une même référence font une session ; une période prend les jours travaillés ; la salle donne ses places', async () => {
    const coop = await uneCoop()
    await base.maintenance((tx) => poserSalle(tx, coop, 'Duras', { places: 9 }))
    const r = await importer(
      coop,
      `${entete}\nA-1;Excel;22/03/2027;;9h-17h;Marc Lenoir;Duras;\nA-1;;24/03/2027;;matin;;;\nB-2;excel;05/04/2027;07/04/2027;matin;LENOIR Marc;duras;4\n`,
    )
    expect(r.lignes.map((l) => [l.sort, l.phrase.replaceAll('\u00a0', ' ')])).toEqual([
      ['creee', 'Marc Lenoir n’intervenait pas encore ici : sa fiche est créée.'],
      ['creee', ''],
      // Le lundi 5 avril 2027 est ordinaire ; Pâques était le 28 mars.
      ['creee', ''],
    ])
    expect((await contenu(coop)).sessions.map((s) => [s.lieu, s.capacite, s.heures])).toEqual([
      [
        'Duras, Maison Duras, Montreuil',
        9,
        ['2027-03-22 540-750', '2027-03-22 810-1020', '2027-03-24 540-750'],
      ],
      [
        'Duras, Maison Duras, Montreuil',
        4,
        ['2027-04-05 540-750', '2027-04-06 540-750', '2027-04-07 540-750'],
      ],
    ])
    // La fois d'après, « Lenoir Marc » est la personne connue.
    const apres = await importer(coop, `${entete}\nC-3;Excel;12/04/2027;;matin;Lenoir Marc;Duras;4\n`)
    expect([apres.comptes.creee, apres.lignes[0]?.phrase]).toEqual([1, ''])
  })

  it('deux lignes qui prennent la même salle, ou la même personne, au même moment : la seconde le dit et nomme la première', async () => {
    const coop = await uneCoop()
    await base.maintenance((tx) => poserSalle(tx, coop, 'Duras'))
    const r = await importer(
      coop,
      `${entete}\n;Excel;22/03/2027;;matin;Ada Un;Duras;4\n;Excel;22/03/2027;;9h-10h;Bo Deux;Duras;4\n;Excel;22/03/2027;;matin;Ada Un;;4\nZ;Excel;23/03/2027;;matin;Ada Un;;4\nZ;;22/03/2027;;matin;;;\n`,
    )
    const dites = r.lignes.map((l) => [l.ligne, l.sort, l.phrase.replaceAll('\u00a0', ' ')])
    expect(dites[0]?.[1]).toBe('creee')
    expect(dites[1]).toEqual([
      3,
      'fautive',
      expect.stringMatching(/^Duras : déjà pris par S-2026-001, .*ligne 2 de ce fichier/),
    ])
    // Sans salle ni lieu, la ligne n'a pas où se tenir.
    expect(dites[2]?.[2]).toContain('Écrivez où la session se tient')
    expect(dites[4]?.[1]).toBe('fautive')
    expect((await contenu(coop)).sessions).toHaveLength(1)
  })

  it('une ligne illisible retient toute sa session, et une ligne qui contredit sa session le dit', async () => {
    const coop = await uneCoop()
    const r = await importer(
      coop,
      `Référence;Formation;Date;Horaires;Formateur;Lieu;Places\nA;Excel;22/03/2027;matin;Ada Un;Lyon;4\nA;;jamais;matin;;;\nB;Excel;22/03/2027;matin;Bo Deux;Lyon;4\nB;;23/03/2027;matin;;;5\n`,
    )
    expect(sorts(r)).toEqual(['fautive', 'fautive', 'fautive', 'fautive'])
    const dites = r.lignes.map((l) => l.phrase.replaceAll('\u00a0', ' '))
    expect(dites[0]).toBe('Sa session n’est pas entrée : la ligne 3 est à corriger.')
    expect(dites[2]).toBe('Sa session n’est pas entrée : la ligne 5 est à corriger.')
    expect(dites[3]).toContain('Capacité : la ligne 4, de la même session, dit autre chose.')
    expect((await contenu(coop)).sessions).toEqual([])
  })

  it('des lignes d’une même session qui ne disent pas la même modalité en font une session mixte, chaque demi-journée la sienne', async () => {
    const coop = await uneCoop()
    const r = await importer(
      coop,
      `Référence;Formation;Date;Horaires;Formateur;Lieu;Modalité\nA;Excel;22/03/2027;matin;Ada Un;Lyon;en présence\nA;;23/03/2027;matin;;;visio\nA;;24/03/2027;matin;;;\nB;Excel;22/03/2027;matin;Bo Deux;Lyon;\nB;;23/03/2027;matin;;;à distance\n`,
    )
    expect(sorts(r)).toEqual(['creee', 'creee', 'creee', 'creee', 'creee'])
    const { rows } = await base.enTantQue(coop.organisme, { personne: coop.responsable }, (tx) =>
      sql<{
        modalite: string
        siennes: (string | null)[]
      }>`select s.modalite, array_agg(x.modalite order by x.debut) as siennes
        from sessions.session s join sessions.seance x on x.organisme_id = s.organisme_id and x.session_id = s.id
        group by s.numero, s.modalite order by s.numero`.execute(tx),
    )
    expect(rows).toEqual([
      { modalite: 'mixte', siennes: ['presentiel', 'distance', null] },
      { modalite: 'distance', siennes: [null, null] },
    ])
  })

  it('une année mal tapée ne s’étale pas sur un siècle : elle se dit', async () => {
    const r = await importer(
      await uneCoop(),
      `${entete}\n;Excel;22/03/2027;24/03/2127;matin;Ada Un;;4;Lyon\n`,
    )
    expect([sorts(r), r.lignes[0]?.phrase]).toEqual([
      ['fautive'],
      expect.stringContaining('Plus d’un an après le premier jour'),
    ])
  })

  it('une session déplacée depuis, ou planifiée à la main, n’est ni refaite ni touchée', async () => {
    const coop = await uneCoop()
    const texte = 'Formation;Date;Horaires;Formateur;Lieu\nExcel;22/03/2027;matin;Ada Un;Lyon\n'
    await importer(coop, texte)
    await base.maintenance((tx) =>
      sql`update sessions.seance set jour = '2027-03-23', debut = debut + interval '1 day', fin = fin + interval '1 day'
        where organisme_id = ${coop.organisme}`.execute(tx),
    )
    const r = await importer(coop, texte)
    expect(r.lignes[0]?.phrase.replaceAll('\u00a0', ' ')).toBe(
      'Ici, les dates de S-2026-001 ont changé : rien n’y est touché.',
    )
    await base.maintenance((tx) =>
      sql`delete from sessions.provenance where organisme_id = ${coop.organisme}`.execute(tx),
    )
    // La même, redite à ses dates d'aujourd'hui, se reconnaît sans qu'aucun import l'ait faite.
    expect(sorts(await importer(coop, texte.replace('22/03', '23/03')))).toEqual(['inchangee'])
  })

  it('deux imports du même fichier au même instant n’en font qu’un', async () => {
    const coop = await uneCoop()
    const texte = `Formation;Date;Horaires;Formateur;Lieu\n${Array.from({ length: 12 }, (_, i) => `Excel;${formaterDate(ajouterJours(jourDit('2027-06-07'), i % 5), 'chiffres')};matin;Ada N${i};Lyon`).join('\n')}`
    const deux = await Promise.all([importer(coop, texte), importer(coop, texte)])
    expect(deux.map((r) => r.comptes.creee).toSorted((a, b) => a - b)).toEqual([0, 12])
  })
})

describe('importer csv sessions, en ligne de commande', async () => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-sessions-'))
  afterAll(() => rm(dossier, { recursive: true }))
  const services: Services = { ...testServices(), db: base.worker }
  const appeler = async (...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await sessions.commandes
      ?.find((k) => k.nom === 'importer csv sessions')
      ?.run(args, { services, dossier, stdout: (t) => void out.push(t), stderr: (t) => void err.push(t) })
    return { code, out: out.join(''), err: err.join('').replaceAll('\u00a0', ' ') }
  }
  await writeFile(
    path.join(dossier, 's.csv'),
    'Formation;Date;Horaires;Formateur;Lieu\nExcel;22/03/2027;matin;Ada Un;Lyon\nWord;;matin;;\n',
  )

  it('essaie, fait entrer, rend 1 tant qu’une ligne est à corriger, et ne refait rien', async () => {
    const coop = await uneCoop()
    const { code } = coop
    const essai = await appeler('s.csv', '--organisme', code, '--essai', '--json')
    expect([essai.code, JSON.parse(essai.out).comptes.creee]).toEqual([1, 1])
    expect((await contenu(coop)).sessions).toEqual([])
    const fait = await appeler('s.csv', '--organisme', code)
    expect(fait.err).toContain('ligne 3, Word, à corriger : Date, ou premier jour : Écrivez la date.')
    expect((await contenu(coop)).sessions).toHaveLength(1)
    expect((await appeler('s.csv', '--organisme', code)).err).toContain('1 inchangée')
    expect((await contenu(coop)).sessions).toHaveLength(1)
  })
  it.each([
    [['--organisme', 'x'], 'Nommez un fichier'],
    [['s.csv'], '--organisme CODE'],
    [['s.csv', '--organisme', 'nulle-part'], 'aucun organisme'],
  ])('%j rend 2 et dit pourquoi', async (args, mot) => {
    const r = await appeler(...args)
    expect([r.code, r.out]).toEqual([2, ''])
    expect(r.err).toContain(mot)
  })
})
