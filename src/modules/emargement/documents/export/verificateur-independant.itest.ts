/**
 * Le vérificateur d’un tiers, en Python, écrit d’après `docs/registre.md` seul : il accepte ce que le nôtre accepte, et refuse ce qu’il
 * refuse. Il demande `python3` (3.8 ou plus, sans paquet) ; sans lui, un avertissement le dit.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { toutLire } from '#modules/documents/index.ts'
import { newId } from '#platform/db/index.ts'
import { ecrireZip, lireZip } from '#platform/zip/zip.ts'
import { baseNeuve } from '../../../../../test/base/index.ts'
import type { SeanceId } from '../../domain/signer-demi-journee.ts'
import { cloreLaFeuille, noterAbsence, type Qui } from '../../gestes/composer.ts'
import { exporterVers } from '../../gestes/exporter-registre.ts'
import { synchroniser } from '../../gestes/hors-ligne.ts'
import { unAppareil } from '../../test/appareil.ts'
import { acces, poserSessionDEssai, type SessionDEssai, servicesDe } from '../../test/session-d-essai.ts'
import { verifierExport } from './verifier-export.ts'

const base = await baseNeuve()
const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-tiers-'))
afterAll(() => rm(dossier, { recursive: true }))
const programme = path.join(import.meta.dirname, '../../../../../test/verificateur/verifier_registre.py')
const python = spawnSync('python3', ['--version']).status === 0
if (!python) console.warn('python3 est absent : le vérificateur indépendant n’est pas éprouvé.')

/** De la bibliothèque de Python, et rien d’autre. */
const permis = ['datetime', 'hashlib', 'json', 're', 'sys', 'zipfile']
type Verdict = { readonly ok: boolean; readonly rupture?: string } & Record<string, unknown>
const tiers = async (octets: Uint8Array): Promise<Verdict> => {
  const fichier = path.join(dossier, 'export.zip')
  await writeFile(fichier, octets)
  const { stdout, stderr } = spawnSync('python3', [programme, fichier], { encoding: 'utf8' })
  if (!stdout) throw new Error(stderr)
  return JSON.parse(stdout) as Verdict
}
const nous = (o: Uint8Array) => verifierExport({ taille: o.length, lire: (p, n) => o.subarray(p, p + n) })

/** Une seconde session, copiée de la première, avec sa demi-journée et un inscrit. */
const autreSession = async (fil: SessionDEssai, seance: SeanceId) => {
  const [session, demi, inscription] = [newId<'Session'>(), newId<'Seance'>(), newId<'Inscription'>()]
  await base.maintenance(async (tx) => {
    const copier = async (table: string, id: string, neuf: string, change: Record<string, string>) =>
      sql`insert into ${sql.table(table)} select (jsonb_populate_record(x, jsonb_build_object('id', ${neuf}::text) || ${JSON.stringify(change)}::jsonb)).*
        from ${sql.table(table)} x where x.organisme_id = ${fil.organisme}::uuid and x.id = ${id}::uuid`.execute(
        tx,
      )
    await copier('sessions.session', fil.session, session, {
      numero: 'S-2026-002',
      sel: `\\x${'09'.repeat(32)}`,
    })
    await copier('sessions.seance', seance, demi, { session_id: session })
    await copier('inscriptions.inscription', fil.inscriptions[0] ?? '', inscription, { session_id: session })
  })
  return { session, seance: demi, inscription }
}

const preparer = async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 3 }))
  const services = servicesDe(base, fil, '2026-11-24T07:00:00Z')
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  const [une, deux, trois] = fil.inscriptions
  if (!seance || !une || !deux || !trois) throw new Error('fil vide')
  const appareil = await unAppareil(services, qui)
  const faire = (inscription: string, faitLe: string) =>
    appareil.faire({ seance, inscription, geste: 'presence', faitLe })
  const envois = [await faire(une, '2026-11-24T08:10:00.000Z'), await faire(deux, '2026-11-24T08:11:00.000Z')]
  const depuis = { ip: '192.0.2.7', agent: 'essai' }
  const rapporter = (s: ReturnType<typeof services.a>, siens: typeof envois) =>
    synchroniser(s, qui, { appareil: appareil.id, horloge: s.clock.now(), envois: siens, ...depuis })
  await rapporter(services.a('2026-11-24T11:00:00Z'), envois)
  // Qui forme contresigne sans réseau, et ne le remet que le soir.
  const soir = services.a('2026-11-24T18:00:00Z')
  const contre = { seance, geste: 'contresignature', faitLe: '2026-11-24T11:31:00.000Z' } as const
  await rapporter(soir, [await appareil.faire(contre)])
  const ou = { session: fil.session, seance }
  await noterAbsence(soir, qui, { ...ou, inscription: trois, motif: 'transport' })
  expect(await cloreLaFeuille(soir, qui, { ...ou, ...depuis })).toMatchObject({ ok: true })
  // Une autre session du même organisme : l’export de la première n’en montre que des empreintes.
  const autre = await autreSession(fil, seance)
  await noterAbsence(soir, qui, { ...autre, motif: 'inconnu' })
  const exporter = async (demande: { session?: string; parts: boolean }): Promise<Buffer> => {
    const fichier = path.join(dossier, `${randomUUID()}.zip`)
    const r = await exporterVers(soir, acces, { ...demande, lecture: async () => toutLire }, fichier)
    if (!r.ok) throw new Error(r.error.phrase)
    return readFile(fichier)
  }
  return { fil, exporter, appareil: appareil.id }
}

it('le programme d’un tiers ne demande que la bibliothèque de Python', async () => {
  const texte = await readFile(programme, 'utf8')
  const demandes = [...texte.matchAll(/^(?:from|import) ([a-z_0-9]+)/gm)].map((m) => m[1])
  expect(demandes.length).toBeGreaterThan(0)
  for (const nom of demandes) expect(permis).toContain(nom)
})

const refaire = () => {
  it('refait tout : chaîne, jalons, parts, gestes d’appareil, emports, feuilles ; d’une session aussi', async () => {
    const { fil, exporter } = await preparer()
    const entier = await exporter({ parts: true })
    expect(nous(entier).ok).toBe(true)
    expect(await tiers(entier)).toMatchObject({
      ok: true,
      entrees: 7,
      contenus: 7,
      jalons: 1,
      gestesHorsLigne: 3,
      emports: 1,
      feuillesRefaites: 3,
      feuillesMontrees: 3,
    })
    const session = await exporter({ session: fil.session, parts: true })
    expect(nous(session).ok).toBe(true)
    // Sept entrées, dont une dont on ne voit que l’empreinte ; l’autre session n’est nommée nulle part.
    expect(await tiers(session)).toMatchObject({
      ok: true,
      entrees: 7,
      contenus: 6,
      gestesHorsLigne: 3,
      feuillesRefaites: 3,
    })
    expect(session.toString('latin1')).not.toContain('S-2026-002')
    expect(entier.toString('latin1')).toContain('S-2026-002')
    // Qui forme et la salle changent depuis : ce que chacun a signé se lit encore, et s’y recalcule.
    await base.maintenance((tx) =>
      sql`update sessions.session set formateur = 'Une autre', lieu = 'Ailleurs' where id = ${fil.session}`.execute(
        tx,
      ),
    )
    expect(await tiers(await exporter({ parts: true }))).toMatchObject({
      ok: true,
      feuillesRefaites: 3,
      feuillesMontrees: 3,
    })
    const nue = await exporter({ parts: false })
    expect(await tiers(nue)).toMatchObject({ ok: true, parts: 0, gestesHorsLigne: 0 })
    expect(nue.toString('latin1')).not.toContain('Okafor')
  })

  it.each([
    // L’appareil a revu le serveur à dix heures : rien de ce qu’il dit de neuf heures ne pouvait compter.
    ['signature', '2026-11-24T09:00:00Z', 'entrée 1', [false, true]],
    // À treize heures, les signatures sont reçues : la contresignature de midi et demi, non.
    ['contresignature', '2026-11-24T12:00:00Z', 'entrée 3', [true]],
  ])(
    'une %s comptée que les passages de l’appareil démentent se voit, le registre fût-il refait',
    async (_, le, entree, exports) => {
      const { fil, exporter, appareil } = await preparer()
      await base.maintenance((tx) =>
        sql`insert into emargement.passage (organisme_id, id, appareil_id, le, rang, tete, ecart_ms)
        values (${fil.organisme}::uuid, ${newId()}::uuid, ${appareil}::uuid, ${le}::timestamptz, 0, null, 0)`.execute(
          tx,
        ),
      )
      for (const seule of exports)
        expect(
          await tiers(await exporter({ parts: true, ...(seule ? { session: fil.session } : {}) })),
        ).toMatchObject({
          ok: false,
          rupture: expect.stringMatching(`^${entree} .*dernier passage`),
        })
    },
  )

  it.each([
    ['de l’organisme', false],
    ['d’une session', true],
  ])(
    'refuse ce que nous refusons : un octet changé dans n’importe quel fichier de l’export %s',
    async (_, seule) => {
      const { fil, exporter } = await preparer()
      const entier = await exporter({ parts: true, ...(seule ? { session: fil.session } : {}) })
      const lus = [...lireZip({ taille: entier.length, lire: (p, n) => entier.subarray(p, p + n) })].map(
        (f) => ({
          nom: f.nom,
          octets: Buffer.from(f.octets),
        }),
      )
      for (const { nom, octets } of lus) {
        if (octets.length === 0) continue
        const bouts: Uint8Array[] = []
        const touche = Buffer.from(octets)
        const place = Math.floor(touche.length / 2)
        touche[place] = (touche[place] ?? 0) ^ 1
        const fichiers = lus.map((f) => (f.nom === nom ? { nom, octets: touche } : f))
        for await (const b of ecrireZip(
          (async function* () {
            yield* fichiers
          })(),
          new Date('2026-11-24T18:00:00Z'),
        ))
          bouts.push(b)
        const altere = Buffer.concat(bouts)
        expect([nom, nous(altere).ok, (await tiers(altere)).ok]).toEqual([nom, false, false])
      }
    },
  )
}
// Sans Python, il n’y a rien à refaire : l’avertissement ci-dessus le dit.
if (python) describe('Un tiers, avec la documentation seule', refaire)
