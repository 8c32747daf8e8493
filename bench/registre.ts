/**
 * Le débit du registre sur le chemin livré : un lien personnel, sa porte, RLS, la case sous verrou, la signature, le
 * journal, les parts privées, la chaîne, le lien consommé. Les mêmes requêtes sans registre disent ce qu’il coûte.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { empreindre } from '#modules/emargement/db/registre.ecritures.ts'
import { verificateur } from '#modules/emargement/db/registre.ts'
import { composerEntree } from '#modules/emargement/domain/entree.ts'
import { chainer, racineDe } from '#modules/emargement/domain/maillon.ts'
import { type Maillon, verifierChaine } from '#modules/emargement/domain/registre.ts'
import { signerParLien } from '#modules/emargement/gestes/par-lien.ts'
import {
  clesDEssai,
  poserSessionDEssai,
  type SessionDEssai,
} from '#modules/emargement/test/session-d-essai.ts'
import { fixedClock } from '#platform/clock/clock.ts'
import { migrer, openDatabase, openMaintenance, preparerBase } from '#platform/db/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { sha256 } from '#platform/json/canonique.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { testServices } from '#web/test/services.ts'
import { dire, mediane, noter } from './mesurer.ts'
import { calculDesDescendants } from './serveur.ts'

const clients = 32
const connexions = 8
const signatures = 1200
const tours = 3

const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-banc-registre-'))
await chmod(dossier, 0o711)
const grappe = await demarrerPostgres({ dossier })
const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Une base ; sans registre, la porte ne fait plus rien et rien ne renvoie plus à un maillon. */
const ouvrir = async (nom: string, registre: boolean) => {
  await preparerBase((b) => grappe.connexion(grappe.administrateur, b), { base: nom, creer: true })
  await migrer(grappe.connexion('coforme_migrator', nom), { dossier: ici('../db') })
  await avecClient(grappe.connexion(grappe.administrateur, nom), async (c) => {
    // Les signatures se font au jour du banc.
    await c.query('insert into plateforme.horloge_libre default values')
    if (registre) return
    await c.query(`do $$ declare r record; begin
      for r in select conrelid::regclass as t, conname from pg_constraint where confrelid = 'emargement.maillon'::regclass
      loop execute format('alter table %s drop constraint %I', r.t, r.conname); end loop; end $$`)
    await c.query(`create or replace function porte.prolonger_d_une_entree_neuve(
        p_organisme uuid, p_id uuid, p_activite uuid, p_objet bytea, p_contenu text, out numero bigint, out empreinte bytea)
      language plpgsql volatile security definer set search_path = '' as $$
      begin numero := 1; empreinte := p_objet; end $$`)
  })
  const web = openDatabase(grappe.connexion('coforme_web', nom), { max: connexions })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator', nom))
  return { nom, registre, web, maintenance }
}
type Base = Awaited<ReturnType<typeof ouvrir>>

/** Un organisme, une séance, `n` inscrits, chacun avec son lien : les jetons. */
const poser = ({ maintenance }: Base, n: number): Promise<{ fil: SessionDEssai; jetons: string[] }> =>
  maintenance.withMaintenance(async (tx) => {
    const fil = await poserSessionDEssai(tx, { stagiaires: 0 })
    const graine = randomBytes(12).toString('hex')
    const jetons = Array.from(
      { length: n },
      (_, i) => `${graine}${String(i + 1).padStart(43 - graine.length, '0')}`,
    )
    const ids = () => Array.from({ length: n }, () => randomUUID())
    const rangs = sql`unnest(${ids()}::uuid[], ${ids()}::uuid[], ${ids()}::uuid[]) with ordinality as rangs (tiers, inscription, invitation, i)`
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, courriel, pli, cree_le)
      select ${fil.organisme}::uuid, tiers, ${fil.activite}::uuid, 'Agathe', 'Pons' || i, null, 'pons', now() from ${rangs}`.execute(
      tx,
    )
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, inscrite_le)
      select ${fil.organisme}::uuid, inscription, ${fil.activite}::uuid, ${fil.session}::uuid, tiers, 'inscrit', now() from ${rangs}`.execute(
      tx,
    )
    await sql`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
      select ${fil.organisme}::uuid, invitation, ${fil.activite}::uuid, inscription, ${fil.seances[0] ?? ''}::uuid, now() from ${rangs}`.execute(
      tx,
    )
    await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
      select sha256(convert_to(${graine} || lpad(i::text, ${43 - graine.length}::int4, '0'), 'UTF8')), 'emargement',
        ${fil.organisme}::uuid, ${fil.activite}::uuid, invitation, now() + interval '1 day' from ${rangs}`.execute(
      tx,
    )
    return { fil, jetons }
  })

/** `web`, `base` : millisecondes de calcul par signature, que la charge des voisins change peu. */
type Tour = { readonly parSeconde: number; readonly p99: number; readonly web: number; readonly base: number }

const maitre = Number.parseInt(await readFile(path.join(dossier, 'base', 'postmaster.pid'), 'utf8'), 10)

const tour = async (base: Base, organismes: number): Promise<Tour> => {
  const poses: Awaited<ReturnType<typeof poser>>[] = []
  for (let i = 0; i < organismes; i++) poses.push(await poser(base, Math.ceil(signatures / organismes)))
  // Ce que l’entretien de PostgreSQL fait seul en une minute : sans statistiques, il choisit un index au hasard.
  await avecClient(grappe.connexion(grappe.administrateur, base.nom), (c) => c.query('vacuum analyze'))
  // Mêlés : à chaque instant, les organismes signent ensemble.
  const file = Array.from({ length: Math.ceil(signatures / organismes) }, (_, i) =>
    poses.map((p) => p.jetons[i] ?? ''),
  ).flat()
  const services = {
    ...testServices(),
    clock: fixedClock(new Date('2026-11-24T08:05:00Z')),
    keys: clesDEssai,
    db: base.web,
  }
  const temps: number[] = []
  let suivant = 0
  const client = async () => {
    for (let jeton = file[suivant++]; jeton !== undefined; jeton = file[suivant++]) {
      const debut = performance.now()
      const issue = await signerParLien(services, jeton, { ip: '192.0.2.7', agent: 'banc' })
      temps.push(performance.now() - debut)
      if (issue.etat !== 'signe') throw new Error(`une signature n’est pas passée : ${issue.etat}`)
    }
  }
  const [ici0, base0, debut] = [process.cpuUsage(), calculDesDescendants(maitre), performance.now()]
  await Promise.all(Array.from({ length: clients }, client))
  const duree = (performance.now() - debut) / 1000
  const ici1 = process.cpuUsage(ici0)
  const web = (ici1.user + ici1.system) / 1000 / file.length
  const calculBase = (calculDesDescendants(maitre) - base0) / file.length
  for (const { fil } of poses) {
    const v = await base.maintenance.withMaintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from emargement.maillon where organisme_id = ${fil.organisme}::uuid`.execute(
        tx,
      ),
    )
    const attendues = base.registre ? Math.ceil(signatures / organismes) : 0
    if (v.rows[0]?.n !== attendues)
      throw new Error(`Le registre tient ${v.rows[0]?.n} entrées, et non ${attendues}.`)
  }
  const tries = temps.toSorted((a, b) => a - b)
  return {
    parSeconde: file.length / duree,
    p99: tries[Math.floor(tries.length * 0.99)] ?? 0,
    web,
    base: calculBase,
  }
}

/** Une chaîne de contenus vrais, en mémoire : ce que coûte de la relire. */
const verification = () => {
  const n = 200_000
  const organisme = '0190a000-0000-7000-8000-000000000001'
  const objet = new Uint8Array(32).fill(5)
  const outils = { hacher: sha256, canoniser: (v: unknown) => canonicalize(v) ?? '' }
  const le = new Date('2026-11-24T08:05:00Z')
  const sel = (k: number) => new Uint8Array(createHash('sha256').update(String(k)).digest())
  const maillons: Maillon[] = []
  let precedente = racineDe(organisme, sha256)
  for (let numero = 1; numero <= n; numero++) {
    const id = `0190a000-0000-7000-8000-${String(numero).padStart(12, '0')}`
    const { texte } = composerEntree(
      {
        genre: 'presence',
        id,
        seance: id,
        inscription: id,
        faitLe: le,
        recuLe: le,
        porte: 'lien',
        identification: 'lien-personnel',
        attestation: true,
        etat: 'presente',
        prive: {
          identite: { donnees: numero, sel: sel(numero) },
          connexion: { donnees: 1, sel: sel(-numero) },
        },
      },
      outils,
    )
    precedente = chainer({ precedente, numero: BigInt(numero), objet, contenu: texte }, sha256)
    maillons.push({ numero, id, objet, contenu: texte, empreinte: precedente })
  }
  const durees = Array.from({ length: tours }, () => {
    const debut = performance.now()
    const v = verifierChaine(
      { organisme, maillons, jalons: [] },
      { sha256, empreindre, verifierSignature: verificateur(clesDEssai.publicKey) },
    )
    if (!v.ok || v.maillons !== n) throw new Error('La chaîne du banc ne se vérifie pas.')
    return (performance.now() - debut) / 1000
  })
  return n / mediane(durees)
}

const nombre = (v: number) => Math.round(v).toLocaleString('fr-FR')
try {
  const [avec, sans] = [await ouvrir('avec', true), await ouvrir('sans', false)]
  for (const base of [avec, sans]) await tour(base, 1) // la chauffe
  for (const organismes of [1, 10]) {
    const mesures = new Map<Base, Tour[]>([
      [avec, []],
      [sans, []],
    ])
    for (let i = 0; i < tours; i++)
      for (const base of [avec, sans]) mesures.get(base)?.push(await tour(base, organismes))
    const de = (base: Base) => ({
      parSeconde: mediane((mesures.get(base) ?? []).map((t) => t.parSeconde)),
      p99: mediane((mesures.get(base) ?? []).map((t) => t.p99)),
      web: mediane((mesures.get(base) ?? []).map((t) => t.web)),
      base: mediane((mesures.get(base) ?? []).map((t) => t.base)),
    })
    const [a, s] = [de(avec), de(sans)]
    const rapport = a.parSeconde / s.parSeconde
    noter(`signatures, ${organismes} organisme(s), avec / sans registre`, rapport, 'rapports')
    noter(`signatures/s, ${organismes} organisme(s)`, a.parSeconde, 'mesures')
    noter(`calcul du web par signature (ms), ${organismes} organisme(s)`, a.web, 'mesures')
    noter(`calcul de la base par signature (ms), ${organismes} organisme(s)`, a.base, 'mesures')
    noter(`p99 d’une signature, ${organismes} organisme(s)`, a.p99, 'durees')
    dire(
      `${organismes === 1 ? '1 organisme' : `${organismes} organismes`}, ${clients} clients : ${nombre(a.parSeconde)} signatures/s, p99 ${nombre(a.p99)} ms ; sans registre ${nombre(s.parSeconde)}/s, p99 ${nombre(s.p99)} ms ; le registre en garde ${rapport.toLocaleString('fr-FR', { maximumFractionDigits: 2 })}`,
    )
    const but =
      organismes === 1 ? 'au moins 400 signatures/s' : 'au moins 0,6 de ce que donne la même sans registre'
    const tenu = (organismes === 1 ? a.parSeconde >= 400 : rapport >= 0.6) && a.p99 <= 150
    dire(`  but sur deux cœurs au repos : ${but}, p99 d’au plus 150 ms : ${tenu ? 'tenu' : 'manqué ici'}`)
    dire(
      `  calcul par signature : web ${a.web.toFixed(2)} ms, base ${a.base.toFixed(2)} ms (deux cœurs : ${nombre(2000 / (a.web + a.base))}/s au plus) ; sans registre ${s.web.toFixed(2)} et ${s.base.toFixed(2)} ms`,
    )
  }
  const parSeconde = verification()
  noter('vérification, entrées/s', parSeconde, 'mesures')
  dire(`Vérification : ${nombre(parSeconde)} entrées/s`)
  await Promise.all([avec, sans].flatMap((b) => [b.web.close(), b.maintenance.close()]))
} finally {
  await grappe.arreter()
  await rm(dossier, { recursive: true, force: true })
}
