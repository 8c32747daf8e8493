// Long parce que chaque altération se donne à la commande et à la page de l’archive, qui doivent dire la même chose.
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, hash, sign } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toutLire } from '#modules/documents/index.ts'
import { ecrireZip, lireZip, type SourceZip } from '#platform/zip/zip.ts'
import { baseNeuve } from '../../../../../test/base/index.ts'
import {
  capturer,
  ouvrirNavigateur,
  sansDefilementDeCote,
  verifierAxe,
} from '../../../../../test/navigateur/index.ts'
import { registre as commande } from '../../commandes/registre.ts'
import { cloreLaFeuille, contresignerLaSeance, noterAbsence, regulariser } from '../../gestes/composer.ts'
import { exporterVers } from '../../gestes/exporter-registre.ts'
import {
  acces,
  clesDEssai,
  poserSessionDEssai,
  type ServicesDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../test/session-d-essai.ts'
import { lireJalonTenu } from './jalon-tenu.ts'
import { type VerdictDExport, verifierExport } from './verifier-export.ts'

const base = await baseNeuve()
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-export-'))
afterAll(() => rm(dossier, { recursive: true }))

const source = (o: Uint8Array): SourceZip => ({ taille: o.length, lire: (p, n) => o.subarray(p, p + n) })
const verifier = (o: Uint8Array): VerdictDExport => verifierExport(source(o))
const fichiersDe = (o: Uint8Array): { nom: string; octets: Buffer }[] =>
  [...lireZip(source(o))].map((f) => ({ nom: f.nom, octets: Buffer.from(f.octets) }))
const refaire = async (
  fichiers: readonly { nom: string; octets: Uint8Array }[],
  le: Date,
): Promise<Buffer> => {
  const bouts: Uint8Array[] = []
  for await (const b of ecrireZip(
    (async function* () {
      yield* fichiers
    })(),
    le,
  ))
    bouts.push(b)
  return Buffer.concat(bouts)
}

let fil: SessionDEssai
let services: ServicesDEssai
let entier: Buffer
let partiel: Buffer
/** Le registre d’un autre organisme de la même instance, sous la même clé. */
let autre: Buffer
const date = new Date('2026-11-24T11:40:00Z')

const emarger = async (f: SessionDEssai): Promise<void> => {
  const s = servicesDe(base, f, '2026-11-24T11:30:00Z')
  const qui = { acces, id: f.personne, nom: 'Tom Okafor' }
  const [seance] = f.seances
  if (!seance) throw new Error('Une séance est attendue.')
  for (const [i, inscription] of f.inscriptions.entries()) {
    const ou = { session: f.session, seance, inscription }
    const r =
      i === 1
        ? await noterAbsence(s, qui, { ...ou, motif: 'transport' })
        : await regulariser(s, qui, { ...ou, motif: 'Téléphone éteint' })
    if (!r.ok) throw new Error(r.error.phrase)
  }
  const feuille = { session: f.session, seance, ip: '192.0.2.7', agent: 'essai' }
  for (const geste of [contresignerLaSeance, cloreLaFeuille]) {
    const r = await geste(s, qui, feuille)
    if (!r.ok) throw new Error(r.error.phrase)
  }
}

const exporter = async (nom: string, demande: { session?: string; parts: boolean }): Promise<Buffer> => {
  const fichier = path.join(dossier, nom)
  const r = await exporterVers(services, acces, { ...demande, lecture: async () => toutLire }, fichier)
  if (!r.ok) throw new Error(r.error.phrase)
  return readFile(fichier)
}

beforeAll(async () => {
  fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  await emarger(fil)
  // Une seconde session du même organisme, dont l’export de la première ne doit rien montrer.
  await base.maintenance(async (tx) => {
    await sql`select 1`.execute(tx)
    const lignes = Array.from({ length: 4 }, (_, i) => i)
    for (const i of lignes)
      await sql`with m as (select numero, empreinte from emargement.maillon where organisme_id = ${fil.organisme}::uuid order by numero desc limit 1),
        c as (select ${`{"engagements":{},"n":${i}}`}::text as contenu, sha256('autre'::bytea) as objet)
        insert into emargement.maillon (organisme_id, activite_id, numero, id, objet, contenu, empreinte)
        select ${fil.organisme}::uuid, ${fil.activite}::uuid, m.numero + 1, gen_random_uuid(), c.objet, c.contenu,
          sha256(m.empreinte || int8send(m.numero + 1) || c.objet || sha256(convert_to(c.contenu, 'UTF8'))) from m, c`.execute(
        tx,
      )
  })
  services = servicesDe(base, fil, date.toISOString())
  entier = await exporter('entier.zip', { parts: true })
  partiel = await exporter('partiel.zip', { session: fil.session, parts: false })
  autre = await exporterUnAutre()
})

describe('Un export du registre', () => {
  it('se vérifie, avec ses parts et ses jalons', () => {
    expect(verifier(entier)).toMatchObject({
      ok: true,
      entrees: 9,
      jalons: 1,
      premiereRupture: null,
      contenus: 9,
    })
    expect(verifier(entier).parts).toBeGreaterThan(3)
    expect(
      verifierExport(source(entier), { cle: Buffer.from(clesDEssai.publicKey).toString('hex') }).ok,
    ).toBe(true)
    expect(verifierExport(source(entier), { cle: '00'.repeat(32) }).premiereRupture?.code).toBe(
      'cle-inattendue',
    )
  })

  it('d’une session, ne montre que ses contenus, sans aucune donnée de personne', () => {
    expect(verifier(partiel)).toMatchObject({ ok: true, entrees: 9, contenus: 5, parts: 0 })
    const texte = partiel.toString('latin1')
    for (const mot of ['Agathe', 'Pons', '192.0.2.7', 'transport', '"n":2']) expect(texte).not.toContain(mot)
  })

  it('ne s’ouvre ni à une session d’un autre organisme, ni à qui ne voit qu’une enseigne', async () => {
    const autre = await base.maintenance((tx) => poserSessionDEssai(tx))
    const refus = await exporterVers(
      services,
      acces,
      { session: autre.session, parts: false, lecture: async () => toutLire },
      path.join(dossier, 'non.zip'),
    )
    expect(refus).toMatchObject({ ok: false, error: { code: 'introuvable' } })
    const seule = servicesDe(base, fil, date.toISOString(), [fil.activite])
    expect(
      await exporterVers(
        seule,
        acces,
        { parts: false, lecture: async () => toutLire },
        path.join(dossier, 'non.zip'),
      ),
    ).toMatchObject({
      ok: false,
      error: { code: 'enseigne' },
    })
  })
})

// Toutes les positions se passent à la main (COFORME_TOUTES_POSITIONS=1) ; la suite en tire assez pour toucher chaque fichier.
const positions = (o: Buffer): number[] => {
  if (process.env.COFORME_TOUTES_POSITIONS) return Array.from({ length: o.length }, (_, i) => i)
  const tirees = new Set<number>()
  let graine = 20261124
  for (let k = 0; k < 400; k++) {
    graine = (Math.imul(graine, 1103515245) + 12345) & 0x7fffffff
    tirees.add(graine % o.length)
  }
  for (const f of fichiersDe(o)) {
    const debut = o.indexOf(f.nom) + f.nom.length
    for (const p of [-20, 0, 1, Math.floor(f.octets.length / 2), f.octets.length - 1]) tirees.add(debut + p)
  }
  for (let p = o.length - 60; p < o.length; p++) tirees.add(p)
  return [...tirees].filter((p) => p >= 0 && p < o.length)
}

type Alteration = {
  readonly quoi: string
  readonly octets: Buffer
  readonly attendu: { readonly code: string; readonly numero?: number; readonly fichier?: string }
  /** Ce que la page nomme autrement que la commande. */
  readonly codeDePage: string
}
/** L’archive refaite, son manifeste récrit d’après ses fichiers (sa signature, elle, ne peut pas l’être). */
const alterations = async (): Promise<readonly Alteration[]> => {
  const f = fichiersDe(entier)
  const registre = 'registre/000001.txt'
  const lignes =
    f
      .find((x) => x.nom === registre)
      ?.octets.toString()
      .trimEnd()
      .split('\n') ?? []
  const refaireAvec = (fichiers: typeof f) => {
    const manifeste = JSON.parse(fichiers.find((x) => x.nom === 'manifeste.json')?.octets.toString() ?? '{}')
    for (const d of manifeste.fichiers) {
      const neuf = fichiers.find((x) => x.nom === d.nom)
      if (neuf) Object.assign(d, { taille: neuf.octets.length, sha256: hash('sha256', neuf.octets, 'hex') })
    }
    return refaire(
      fichiers.map((x) =>
        x.nom === 'manifeste.json' ? { ...x, octets: Buffer.from(JSON.stringify(manifeste)) } : x,
      ),
      date,
    )
  }
  const changer = (nom: string, par: (o: string) => string) =>
    refaireAvec(f.map((x) => (x.nom === nom ? { ...x, octets: Buffer.from(par(x.octets.toString())) } : x)))
  /** Qui tient la base et écrit la part, son engagement et la suite de la chaîne : seule l’empreinte de la feuille le dément. */
  const texteContredit = (): Promise<Buffer> => {
    const parts = (
      f
        .find((x) => x.nom === 'prive/000001.txt')
        ?.octets.toString()
        .trimEnd()
        .split('\n') ?? []
    ).map((l) => l.split('\t'))
    const visee = parts.find(([n, part]) => n === '4' && part === 'connexion')
    if (!visee) throw new Error('l’entrée 4 n’a pas de connexion')
    visee[3] = (visee[3] ?? '').replace(/\}$/, ',"montre":"une autre feuille"}')
    const engagement = hash(
      'sha256',
      Buffer.concat([Buffer.from(visee[2] ?? '', 'hex'), Buffer.from(visee[3])]),
      'hex',
    )
    let avant: Buffer = Buffer.from((lignes[2] ?? '').split('\t')[2] ?? '', 'hex')
    const suite = lignes.slice(3).map((l, i) => {
      const [numero = '', objet = '', , contenu = ''] = l.split('\t')
      const dit =
        i === 0 ? contenu.replace(/"connexion":"[0-9a-f]{64}"/, `"connexion":"${engagement}"`) : contenu
      const rang = Buffer.alloc(8)
      rang.writeBigInt64BE(BigInt(numero))
      avant = hash(
        'sha256',
        Buffer.concat([avant, rang, Buffer.from(objet, 'hex'), hash('sha256', dit, 'buffer')]),
        'buffer',
      )
      return [numero, objet, avant.toString('hex'), dit].join('\t')
    })
    return refaireAvec(
      f.map((x) =>
        x.nom === registre
          ? { ...x, octets: Buffer.from(`${[...lignes.slice(0, 3), ...suite].join('\n')}\n`) }
          : x.nom === 'prive/000001.txt'
            ? { ...x, octets: Buffer.from(`${parts.map((p) => p.join('\t')).join('\n')}\n`) }
            : x,
      ),
    )
  }
  const avec = (change: (l: string[]) => string[]) =>
    changer(registre, () => `${change(lignes).join('\n')}\n`)
  const [un, deux] = [2, 3]
  const { privateKey } = generateKeyPairSync('ed25519')
  const refait: readonly (readonly [string, Promise<Buffer>, Alteration['attendu'], string])[] = [
    [
      'une entrée changée',
      avec((l) => l.with(un, (l[un] ?? '').replace('"doublon":false', '"doublon":true '))),
      { code: 'maillon-altere', numero: 3, fichier: registre },
      'entree',
    ],
    ['une entrée ôtée', avec((l) => l.toSpliced(un, 1)), { code: 'numero-manquant', numero: 3 }, 'numero'],
    [
      'deux entrées échangées',
      avec((l) => l.with(un, l[deux] ?? '').with(deux, l[un] ?? '')),
      { code: 'numero-manquant', numero: 3 },
      'numero',
    ],
    // Une queue coupée : ses parts n’ont plus d’entrée, et le jalon n’en atteste plus aucune.
    ['la queue coupée', avec((l) => l.slice(0, -6)), { code: 'part-contredite', numero: 4 }, 'part'],
    [
      'une entrée répétée',
      avec((l) => [...l, l[0] ?? '']),
      { code: 'numero-manquant', numero: 10 },
      'numero',
    ],
    [
      'un jalon forgé d’une autre clé',
      changer('jalons.txt', (o) => {
        const [n, , contenu = ''] = o.trimEnd().split('\t')
        return `${n}\t${sign(null, Buffer.from(contenu), privateKey).toString('hex')}\t${contenu}\n`
      }),
      { code: 'jalon-non-signe', fichier: 'jalons.txt', numero: 5 },
      'jalon-signature',
    ],
    [
      'une part changée',
      changer('prive/000001.txt', (o) => o.replace('Agathe', 'Agatha')),
      { code: 'part-contredite', numero: 1 },
      'part',
    ],
    [
      'un texte montré dont l’entrée ne porte pas l’empreinte, engagé et chaîné comme il faut',
      texteContredit(),
      { code: 'part-contredite', numero: 4, fichier: 'prive/000001.txt' },
      'part',
    ],
    [
      'un fichier ôté',
      refaireAvec(f.filter((x) => x.nom !== 'LISEZMOI.txt')),
      { code: 'fichier-manquant', fichier: 'LISEZMOI.txt' },
      'absent',
    ],
    [
      'un fichier ajouté',
      refaire([...f, { nom: 'ajout.txt', octets: Buffer.from('x') }], date),
      { code: 'fichier-de-trop', fichier: 'ajout.txt' },
      'intrus',
    ],
  ]
  return Promise.all(
    refait.map(async ([quoi, octets, attendu, codeDePage]) => ({
      quoi,
      octets: await octets,
      attendu,
      codeDePage,
    })),
  )
}

/** Le courriel tel que la tâche l’écrit, gardé hors de Coforme. */
const courrielDuJalon = (): string => {
  const [, signature = '', contenu = ''] =
    fichiersDe(entier)
      .find((f) => f.nom === 'jalons.txt')
      ?.octets.toString()
      .trimEnd()
      .split('\t') ?? []
  const cle = Buffer.from(clesDEssai.publicKey).toString('hex')
  return `Gardez ce courriel.\r\n\r\nJalon :\r\n${contenu}\r\n\r\nSignature (Ed25519) :\r\n${signature}\r\n\r\nClé publique de l’instance :\r\n${cle}\r\n`
}

const exporterUnAutre = async (): Promise<Buffer> => {
  const f = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  await emarger(f)
  const fichier = path.join(dossier, 'autre.zip')
  const r = await exporterVers(
    servicesDe(base, f, date.toISOString()),
    acces,
    { parts: false, lecture: async () => toutLire },
    fichier,
  )
  if (!r.ok) throw new Error(r.error.phrase)
  return readFile(fichier)
}

describe('Un export altéré', () => {
  it('se voit, quel que soit l’octet changé, et se situe', () => {
    const manques: number[] = []
    for (const p of positions(entier)) {
      const o = Buffer.from(entier)
      o[p] = (o[p] ?? 0) ^ (1 << (p % 8))
      const v = verifier(o)
      if (v.ok || !v.premiereRupture) manques.push(p)
    }
    expect(manques).toEqual([])
  })

  it('dit l’entrée changée, ôtée, déplacée ou ajoutée, le jalon forgé, la part changée, le fichier ôté ou ajouté, même quand le manifeste est refait', async () => {
    for (const a of await alterations())
      expect({ quoi: a.quoi, ...verifier(a.octets).premiereRupture }).toMatchObject({
        quoi: a.quoi,
        ...a.attendu,
      })
  })

  const python = spawnSync('python3', ['--version']).status === 0
  const devantLeTiers = async () => {
    const programme = path.join(import.meta.dirname, '../../../../../test/verificateur/verifier_registre.py')
    const fichier = path.join(dossier, 'alteree.zip')
    const rendre = async (octets: Uint8Array) => {
      await writeFile(fichier, octets)
      return spawnSync('python3', [programme, fichier]).status
    }
    expect(await rendre(entier)).toBe(0)
    for (const a of await alterations()) expect([a.quoi, await rendre(a.octets)]).toEqual([a.quoi, 1])
  }
  // Sans Python, il n’y a rien à refaire.
  if (python) it('les mêmes, le programme du tiers les refuse aussi', devantLeTiers)

  it('tronqué, se dit abîmé', () => {
    for (const n of [1, 10, 300, Math.floor(entier.length / 2), entier.length - 30])
      expect(verifier(entier.subarray(0, entier.length - n)).premiereRupture).toMatchObject({
        code: 'zip-altere',
      })
  })

  it('refait de bout en bout par qui tient la clé, ne trompe pas qui tient un jalon', async () => {
    const jalon = lireJalonTenu(courrielDuJalon())
    if (!jalon) throw new Error('Le jalon du courriel ne se lit pas.')
    expect(verifierExport(source(entier), { jalon })).toMatchObject({ ok: true })
    // Un autre registre de la même instance, signé de la même clé : il se vérifie, mais n’est pas celui du jalon.
    expect(verifier(autre)).toMatchObject({ ok: true })
    expect(verifierExport(source(autre), { jalon }).premiereRupture).toMatchObject({
      code: 'jalon-tenu-contredit',
      numero: jalon.numero,
    })
    const deux = { ...jalon, empreinte: '0'.repeat(64) }
    expect(verifierExport(source(entier), { jalon: deux }).premiereRupture).toMatchObject({
      code: 'jalon-tenu-contredit',
    })
    const faux = { ...jalon, contenu: jalon.contenu.replace('"numero":5', '"numero":4') }
    expect(verifierExport(source(entier), { jalon: faux }).premiereRupture).toMatchObject({
      code: 'jalon-tenu-non-signe',
    })
  })
})

/** Ce que la page rend, pour chaque octet changé : appelé dans le navigateur, où `verifier` est la fonction de la page. */
type VerdictDePage = {
  ok: boolean
  entrees: number
  jalons: number
  premiere: { code: string; numero: number | null; fichier: string | null } | null
}
declare const verifierDeLaPage: (
  o: Uint8Array,
  cle: string,
  avancer: () => void,
  jalon?: string,
) => Promise<VerdictDePage>

describe('La page de l’archive, dans un navigateur sans réseau', () => {
  it('dit la même chose que la commande, octet par octet', async () => {
    await writeFile(
      path.join(dossier, 'verifier.html'),
      fichiersDe(entier).find((f) => f.nom === 'verifier.html')?.octets ?? '',
    )
    await using navigateur = await ouvrirNavigateur()
    const contexte = await navigateur.ouvrirContexte({ largeur: 360 })
    await contexte.setOffline(true)
    const page = await contexte.newPage()
    const demandes: string[] = []
    page.on('request', (r) => void demandes.push(r.url()))
    await page.goto(`file://${dossier}/verifier.html`)

    await page.getByLabel('L’archive (.zip)').setInputFiles(path.join(dossier, 'partiel.zip'))
    await page.getByRole('heading', { name: 'Tout se vérifie' }).waitFor()
    expect(await page.locator('dl').textContent()).toContain('9, dont 5 montrées')
    expect(await sansDefilementDeCote(page)).toEqual([])
    expect(await verifierAxe(page)).toEqual([])
    await capturer(page, 'registre-verifier-hors-reseau')

    await page.getByLabel('La clé de l’instance').fill('ab'.repeat(32))
    await page.getByLabel('La clé de l’instance').blur()
    await page.getByRole('heading', { name: 'Cet export ne se vérifie pas' }).waitFor()
    await page.getByLabel('La clé de l’instance').fill('')

    const altere = Buffer.from(entier)
    const ou = altere.indexOf('"genre":"cloture"') + 10
    altere[ou] = (altere[ou] ?? 0) ^ 1
    await writeFile(path.join(dossier, 'altere.zip'), altere)
    await page.getByLabel('L’archive (.zip)').setInputFiles(path.join(dossier, 'altere.zip'))
    await page.getByText('Première rupture à l’entrée 5, dans registre/000001.txt').waitFor()
    await writeFile(path.join(dossier, 'texte.zip'), 'ceci n’est pas une archive, mais un texte')
    await page.getByLabel('L’archive (.zip)').setInputFiles(path.join(dossier, 'texte.zip'))
    await page.getByRole('heading', { name: 'Cette archive ne se lit pas' }).waitFor()

    await page.evaluate('globalThis.verifierDeLaPage = verifier')
    const ps = positions(entier)
    const manques = await page.evaluate(
      async ({ base64, ps }) => {
        const o = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
        const rates: number[] = []
        for (const p of ps) {
          const avant = o[p] ?? 0
          o[p] = avant ^ (1 << (p % 8))
          const v = await verifierDeLaPage(o, '', () => {}).catch(() => undefined)
          if (v === undefined || v.ok || !v.premiere) rates.push(p)
          o[p] = avant
        }
        const sain = await verifierDeLaPage(o, '', () => {})
        if (!sain.ok) rates.push(-1)
        for (const n of [1, 30, Math.floor(o.length / 2)]) {
          const v = await verifierDeLaPage(o.slice(0, o.length - n), '', () => {})
          if (v.ok || v.premiere?.code !== 'zip') rates.push(-n)
        }
        return rates
      },
      { base64: entier.toString('base64'), ps },
    )
    expect(manques).toEqual([])

    // Les mêmes altérations que la commande : la page dit la même entrée et le même fichier.
    for (const a of await alterations()) {
      const vu = await page.evaluate(async (base64) => {
        const o = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
        return verifierDeLaPage(o, '', () => {})
      }, a.octets.toString('base64'))
      const dite = verifier(a.octets).premiereRupture
      expect({ quoi: a.quoi, ok: vu.ok, ...vu.premiere }).toEqual({
        quoi: a.quoi,
        ok: false,
        code: a.codeDePage,
        numero: dite?.numero,
        fichier: dite?.fichier,
      })
    }

    // Le jalon du courriel, collé : celui de cette chaîne, puis celui d’une autre.
    await page.getByLabel('Un jalon reçu par courriel').fill(courrielDuJalon())
    await page.getByLabel('L’archive (.zip)').setInputFiles(path.join(dossier, 'entier.zip'))
    await page.getByText('Le jalon que vous tenez est celui de cette chaîne.').waitFor()
    expect(await verifierAxe(page)).toEqual([])
    await page.getByLabel('L’archive (.zip)').setInputFiles(path.join(dossier, 'autre.zip'))
    await page
      .getByText('Première rupture à l’entrée 5 : l’export contredit le jalon que vous tenez')
      .waitFor()
    await page.getByLabel('Un jalon reçu par courriel').fill('bonjour')
    await page.getByLabel('Un jalon reçu par courriel').blur()
    await page.getByText('ce texte ne porte pas un jalon et sa signature').waitFor()
    expect(demandes.filter((u) => !u.startsWith('file:'))).toEqual([])
  })
})

describe('La commande', () => {
  const appeler = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await commande.run(args, {
      services: { ...services, db: { ...services.db, withoutTenant: (w) => base.worker.withoutTenant(w) } },
      dossier,
      stdout: (t) => void out.push(t),
      stderr: (t) => void err.push(t),
    })
    return { code, out: out.join(''), err: err.join('') }
  }
  it('exporte, vérifie, dit 1 quand cela ne se vérifie pas et 2 quand cela ne se lit pas', async () => {
    const vers = await appeler(
      'exporter',
      '--organisme',
      fil.code,
      '--session',
      fil.session,
      '--vers',
      'c.zip',
    )
    expect(vers).toMatchObject({ code: 0, err: '' })
    const bon = await appeler('verifier', 'c.zip', '--json')
    expect(bon.code).toBe(0)
    expect(JSON.parse(bon.out)).toMatchObject({ ok: true, entrees: 9, jalons: 1, premiereRupture: null })
    const altere = await readFile(path.join(dossier, 'c.zip'))
    altere[altere.indexOf('coforme-presence')] = 1
    await writeFile(path.join(dossier, 'd.zip'), altere)
    const mal = await appeler('verifier', 'd.zip', '--json')
    expect(mal.code).toBe(1)
    expect(JSON.parse(mal.out).premiereRupture).not.toBeNull()
    await writeFile(path.join(dossier, 'e.zip'), 'bonjour, ceci n’est pas une archive')
    await writeFile(path.join(dossier, 'jalon.txt'), courrielDuJalon())
    expect(await appeler('verifier', 'c.zip', '--jalon', 'jalon.txt')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Le jalon que vous tenez, à l’entrée 5, est celui de cette chaîne.'),
    })
    expect(await appeler('verifier', 'autre.zip', '--jalon', 'jalon.txt')).toMatchObject({
      code: 1,
      out: expect.stringContaining('l’export contredit le jalon que vous tenez'),
    })
    for (const args of [
      ['e.zip', '--json'],
      ['absent.zip'],
      [],
      ['c.zip', '--cle', 'x'],
      ['c.zip', '--jalon', 'absent.txt'],
      ['c.zip', '--jalon', 'c.zip'],
    ])
      expect((await appeler('verifier', ...args)).code).toBe(2)
    for (const args of [
      ['--organisme', fil.code],
      ['--organisme', 'personne', '--vers', 'x.zip'],
      ['--organisme', fil.code, '--session', 'x', '--vers', 'x.zip'],
    ])
      expect((await appeler('exporter', ...args)).code).toBe(2)
  })
})
