// Long parce que ces sujets se jouent dans un même monde : le refaire par fichier coûterait chaque fois sa base.
/** L’intérêt à l’aveugle, le groupement, sa réponse et sa suite, et les murs entre deux dossiers d’un même lot. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { moduleOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import {
  deBase64,
  desceller,
  enBase64,
  nouvelleCle,
  type Prix,
  preparerSecours,
  sceller,
  totalDe,
} from '#web/islands/scelle/prix.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { pdfDEssai } from '../../../../test/pdf-d-essai.ts'
import { poserAdhesion } from '../../comptes/test/comptes.ts'
import { ajouterEcrit } from '../db/ecrits.ecritures.ts'
import { tacheOuvrirAvis } from '../gestes/conseil.ts'
import { tacheEnvoyerConvention } from '../gestes/convention.ts'
import { rangerMemoire } from '../gestes/memoire.ts'
import { envoyerConvention } from '../jobs/envoyer-convention.job.ts'
import { ouvrirAvis } from '../jobs/ouvrir-avis.job.ts'
import { rapprocher } from '../jobs/rapprocher.job.ts'
import { lireReponse } from '../lecture/lire-reponse.ts'
import { marches } from '../module.ts'
import { ecrireBrut, jouerLesVies, poserNommees } from './cycle.modele.ts'
import { poserAvisALots } from './poser.ts'

/** Un passage ordinaire en joue un échantillon ; `npm run murs`, tout. */
const entiers = process.env.COFORME_MURS === 'entiers'
const papiers = createPdfRenderer()
afterAll(() => papiers.close())
const m = await monde({
  modules: [marches, moduleOrganisme({ sessionsEnCours: async () => 0 })],
  coops: {
    union: 'Union',
    a: 'Appui',
    b: 'Boussole',
    c: 'Cap',
    d: 'Dune',
    e: 'Estran',
    hors: 'Hors du pôle',
  },
  gens: {
    anime: { roles: ['responsable'], chez: 'union' },
    unionSansAnimer: { roles: ['responsable'], chez: 'union' },
    alice: { roles: ['responsable'], chez: 'a' },
    armel: { roles: ['commercial'], chez: 'a' },
    tom: { roles: ['formateur'], chez: 'a' },
    basile: { roles: ['responsable'], chez: 'b', prenom: 'Bérénice', nom: 'Roux' },
    chloe: { roles: ['responsable'], chez: 'c' },
    diane: { roles: ['responsable'], chez: 'd' },
    elias: { roles: ['responsable'], chez: 'e' },
    dehors: { roles: ['responsable'], chez: 'hors' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
  services: { storage: postgresStorage(keysFromSeed('monde')), pdf: papiers },
})
const { base, anime, unionSansAnimer, alice, armel, tom, basile, chloe, diane, elias, dehors } = m
const gens = { anime, alice, basile, chloe, diane, elias, dehors }
const pole = newId()
await base.maintenance(async (tx) => {
  await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
    values (${pole}, ${anime.organisme}, 'aveugle', 'metier', 'Pôle formation', 'actif', true, now())`.execute(
    tx,
  )
  for (const x of [anime, alice, basile, chloe, diane, elias])
    await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du) values (${pole}, ${x.organisme}, 'active', now(), current_date)`.execute(
      tx,
    )
  await sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${anime.organisme}, ${anime.personne}, 'animation', 'M', now())`.execute(
    tx,
  )
  // Une personne de deux coopératives rivales.
  await poserAdhesion(tx, {
    organisme: elias.organisme,
    compte: diane.personne,
    roles: ['responsable'],
    portee: '*',
  })
})
// À la seconde, comme l’avis la dit.
const limite = new Date(Math.floor(Date.now() / 1000 + 30 * 86_400) * 1000)
const iso = `${limite.toISOString().slice(0, 19)}Z`
let avis = 100_000
/** Un avis publié, et l’adresse de son lot. Son numéro suit : tiré au sort, deux lots pouvaient être le même. */
const unLot = async (objet = 'Accompagner vers l’emploi', departement = '35') => {
  avis += 1
  const idweb = `26-${avis}`
  await base.maintenance((tx) =>
    poserAvisALots(tx, idweb, [{ id: '5', intitule: 'Pays des Rias', limite: iso }], iso, {
      objet,
      departements: [departement],
      cpv: ['80530000'],
      parution: new Date().toISOString().slice(0, 10),
    }),
  )
  return { idweb, lot: `${idweb}#5`, url: `/marches/avis/${idweb}/lot/5` }
}
const dit = (ouvert = 'membre') => ({
  capable: 'non',
  manques: 'volume',
  texte: 'Deux formatrices seulement.',
  territoire: 'Brest',
  volume: '110',
  ouvert,
})
const en = <T>(qui: Connectee, faire: (tx: TenantTx) => Promise<T>, organisme = qui.organisme) =>
  base.enTantQue(organisme, { personne: qui.personne }, faire)
/** Fait, l’horloge non libérée, comme en vrai : la base n’écoute plus l’heure que l’appelant dit. */
const aLHeureDeLaBase = async (faire: () => Promise<unknown>) => {
  const admin = await base.client('admin')
  await admin.query('delete from plateforme.horloge_libre')
  await faire().finally(() => admin.query('insert into plateforme.horloge_libre default values'))
}
const tourner = () => rapprocher({}, m.worker)
const vues = (qui: Connectee, lot: string) =>
  en(
    qui,
    async (tx) => (await sql`select from marches.revelation where lot = ${lot}`.execute(tx)).rows.length,
  )
const ouvrirLePole = () =>
  anime.aller('/marches/aveugle/ouvrir', {
    pole,
    juriste: 'Maître N., avocate',
    lueLe: '01/11/2026',
    reserves: '',
  })

describe('l’intérêt à l’aveugle', () => {
  it('est éteint tant que qui anime le pôle n’a pas dit qui en a lu les règles, et quand', async () => {
    const l = await unLot()
    expect((await alice.lire(l.url)).statut).toBe(404)
    expect((await alice.aller(`${l.url}/declarer`, dit())).statut).toBe(404)
    expect(
      (
        await alice.aller('/marches/aveugle/ouvrir', {
          pole,
          juriste: 'Moi',
          lueLe: '01/11/2026',
          reserves: '',
        })
      ).statut,
    ).not.toBe(303)
    expect(
      await codeSql(() =>
        en(alice, (tx) =>
          sql`insert into marches.ouverture (pole_id, id, juriste, lue_le, le) values (${pole}, ${newId()}, 'Moi', current_date, now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('42501')
    expect(
      (await anime.aller('/marches/aveugle/ouvrir', { pole, juriste: '', lueLe: '', reserves: '' })).statut,
    ).toBe(422)
    const demain = { pole, juriste: 'Maître N., avocate', lueLe: '01/01/2090', reserves: '' }
    expect((await anime.aller('/marches/aveugle/ouvrir', demain)).texte).toContain('ont été lues')
    expect(
      await codeSql(() =>
        en(anime, (tx) =>
          sql`insert into marches.ouverture (pole_id, id, juriste, lue_le, le) values (${pole}, ${newId()}, 'Moi', '2090-01-01', now())`.execute(
            tx,
          ),
        ),
      ),
    ).toBe('23514')
    expect((await ouvrirLePole()).statut).toBe(303)
    expect((await alice.lire('/marches/aveugle')).texte).toContain('Maître N., avocate')
    expect((await alice.lire(l.url)).statut).toBe(200)
  })
  it('qui anime, qui forme, qui n’est d’aucun pôle n’y entre pas', async () => {
    const l = await unLot()
    for (const qui of [anime, dehors]) expect((await qui.lire(l.url)).statut).toBe(404)
    expect((await tom.lire(l.url)).statut).toBe(403)
    for (const qui of [anime, tom])
      expect(
        await en(
          qui,
          async (tx) =>
            (
              await sql<{
                r: string
              }>`select porte.dire_interet(${l.lot}, ${limite}, 'ouvert', decode(repeat('00', 3101), 'hex'), now()) as r`.execute(
                tx,
              )
            ).rows[0]?.r,
        ),
      ).toBe('refuse')
  })
  it('se révèle à la seule réciprocité, à la tournée, sans nom ; puis les noms, si chacune accepte', async () => {
    const l = await unLot()
    expect((await alice.aller(`${l.url}/declarer`, { ...dit(), manques: [] as string[] })).statut).toBe(422)
    expect((await alice.aller(`${l.url}/declarer`, dit())).statut).toBe(303)
    expect((await chloe.lire(l.url)).statut).toBe(200)
    await tourner()
    for (const qui of [alice, basile, chloe, unionSansAnimer]) expect(await vues(qui, l.lot)).toBe(0)
    expect((await basile.aller(`${l.url}/declarer`, dit('mandataire'))).statut).toBe(303)
    expect((await diane.aller(`${l.url}/declarer`, dit('non'))).statut).toBe(303)
    for (const qui of [alice, basile]) expect(await vues(qui, l.lot)).toBe(0) // pas avant l’heure
    await tourner()
    for (const qui of [alice, basile]) expect(await vues(qui, l.lot)).toBe(1)
    for (const qui of [chloe, diane, unionSansAnimer, anime]) expect(await vues(qui, l.lot)).toBe(0)
    const page = await alice.lire(l.url)
    expect(page.texte).toContain('Un intérêt réciproque existe')
    for (const nom of ['Boussole', 'Dune']) expect(page.texte).not.toContain(nom)
    expect((await alice.aller(`${l.url}/nommer`, {})).statut).toBe(303)
    await tourner()
    expect((await alice.lire(l.url)).texte).not.toContain('Boussole')
    expect((await basile.aller(`${l.url}/nommer`, {})).statut).toBe(303)
    await tourner()
    expect((await alice.lire(l.url)).texte).toContain('Boussole')
    // Qui s’est vue nommer ne l’apprend pas à l’animatrice de sa propre coopérative.
    await base.maintenance((tx) =>
      sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${alice.organisme}, ${armel.personne}, 'animation', 'A', now())`.execute(
        tx,
      ),
    )
    expect([
      await vues(armel, l.lot),
      await en(
        armel,
        async (tx) => (await sql`select from porte.nommees_du_lot(${l.lot})`.execute(tx)).rows.length,
      ),
      (await armel.lire(l.url)).statut,
    ]).toEqual([0, 0, 404])
    await base.maintenance((tx) =>
      sql`delete from pole.mandat where compte_id = ${armel.personne}`.execute(tx),
    )
    for (const t of ['regard', 'membre', 'acces', 'rapprochement'])
      expect(
        await codeSql(() => en(chloe, (tx) => sql`select * from ${sql.raw(`marches.${t}`)}`.execute(tx))),
      ).toBe('42501')
    expect(
      await codeSql(() => en(chloe, (tx) => sql`select porte.rapprocher_interets(now())`.execute(tx))),
    ).toBe('42501')
  })
  it('coché puis retiré avant l’heure compte ; retiré, il ne se redit pas', async () => {
    const l = await unLot()
    m.regler(new Date(Date.now() + 60_000)) // après la dernière tournée
    await alice.aller(`${l.url}/declarer`, dit())
    await chloe.aller(`${l.url}/declarer`, dit())
    expect((await chloe.aller(`${l.url}/retirer`, {})).statut).toBe(303)
    await tourner()
    expect(await vues(alice, l.lot)).toBe(1)
    expect((await chloe.aller(`${l.url}/declarer`, dit())).statut).toBe(409)
    expect((await chloe.lire(l.url)).texte).toContain('ne se redit pas')
  })
  it('ne garde jamais une limite au-delà du dernier terme publié, quoi que dise l’appelant', async () => {
    const l = await unLot()
    await en(chloe, (tx) =>
      sql`select porte.dire_interet(${l.lot}, '2090-01-01', 'ouvert', ${Buffer.alloc(3101)}, now())`.execute(
        tx,
      ),
    )
    await en(chloe, (tx) =>
      sql`select porte.dire_interet('jamais-publie#1', '2090-01-01', 'ouvert', ${Buffer.alloc(3101)}, now())`.execute(
        tx,
      ),
    )
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.regard where limite > now() + interval '2 years 1 day' or (lot = ${l.lot} and limite > ${limite}::timestamptz)`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 0 }])
  })
  it('regarder et déclarer font la même écriture, de la même taille ; rien d’autre ne bouge', async () => {
    const tables = `select relid::regclass::text as t, n_tup_ins::int4 as n from pg_stat_user_tables where n_tup_ins > 0 and schemaname not in ('graphile_worker', 'temoin')`
    const lire = async () =>
      new Map((await sonde.query<{ t: string; n: number }>(tables)).rows.map((r) => [r.t, r.n]))
    const sonde = await base.client('admin')
    const bruit = Buffer.alloc(3101)
    const ecart = async (faire: (tx: TenantTx) => Promise<unknown>) => {
      const avant = await lire()
      await en(chloe, async (tx) => {
        await faire(tx)
        await sql`select pg_stat_force_next_flush()`.execute(tx)
      })
      await expect
        .poll(async () => [...(await lire())].filter(([t, n]) => n !== (avant.get(t) ?? 0)).length)
        .toBeGreaterThan(0)
      return [...(await lire())].flatMap(([t, n]) =>
        n === (avant.get(t) ?? 0) ? [] : [`${t} +${n - (avant.get(t) ?? 0)}`],
      )
    }
    const l = await unLot()
    await ecart((tx) => sql`select porte.regarder_lot(${l.lot}, ${limite}, ${bruit}, now())`.execute(tx))
    const regarde = await ecart((tx) =>
      sql`select porte.regarder_lot(${l.lot}, ${limite}, ${bruit}, now())`.execute(tx),
    )
    const declare = await ecart((tx) =>
      sql`select porte.dire_interet(${l.lot}, ${limite}, 'ouvert', ${bruit}, now())`.execute(tx),
    )
    expect(regarde).toEqual(['marches.regard +1'])
    expect(declare).toEqual(regarde)
    const { rows } = await base.maintenance((tx) =>
      sql<{ n: number }>`select distinct length(contenu)::int4 as n from marches.regard`.execute(tx),
    )
    expect(rows).toEqual([{ n: 3101 }])
  })
  it('la durée de l’appel d’une tierce ne dit rien des autres', async () => {
    const [vides, pleins] = [[] as string[], [] as string[]]
    for (let i = 0; i < 8; i += 1) {
      vides.push(`vide-${i}#1`)
      pleins.push(`plein-${i}#1`)
    }
    for (const lot of pleins)
      for (const qui of [alice, basile, diane])
        await en(qui, (tx) =>
          sql`select porte.dire_interet(${lot}, ${limite}, 'ouvert', ${Buffer.alloc(3101)}, now())`.execute(
            tx,
          ),
        )
    const nu = await base.client('coforme_web')
    const penche = async (): Promise<number> => {
      const mesures: { readonly plein: boolean; readonly ms: number }[] = []
      for (let i = 0; i < (entiers ? 1200 : 240); i += 1) {
        const plein = i % 2 === 0
        const lot = (plein ? pleins : vides)[(i >> 1) % 8]
        await nu.query(`begin; select porte.ouvrir_essai('${chloe.organisme}', '${chloe.personne}', '*')`)
        const t0 = performance.now()
        await nu.query('select porte.regarder_lot($1, $2, $3, now())', [lot, limite, Buffer.alloc(3101)])
        mesures.push({ plein, ms: performance.now() - t0 })
        await nu.query('rollback')
      }
      const mediane = (x: readonly number[]) => x.toSorted((p, q) => p - q)[x.length >> 1] ?? 0
      const ecart = (x: typeof mesures) =>
        Math.abs(
          mediane(x.filter((y) => y.plein).map((y) => y.ms)) -
            mediane(x.filter((y) => !y.plein).map((y) => y.ms)),
        )
      const vrai = ecart(mesures)
      let plus = 0
      for (let k = 0; k < 500; k += 1)
        if (ecart(mesures.map((x) => ({ ms: x.ms, plein: Math.random() < 0.5 }))) >= vrai) plus += 1
      return plus / 500
    }
    // Un hasard malheureux ne se répète pas : une différence se voit deux fois de suite.
    const une = await penche()
    expect(une > 0.01 ? une : await penche()).toBeGreaterThan(0.01)
  })
})

const J = 'Quatre formatrices pour deux cent soixante journées : il nous en manque la moitié.'
/** Un lot où ces coopératives se sont nommées deux à deux. */
const nommees = async (...qui: readonly Connectee[]) => nommeesSur(await unLot(), ...qui)
const nommeesSur = async (l: Awaited<ReturnType<typeof unLot>>, ...qui: readonly Connectee[]) => {
  for (const x of qui) expect((await x.aller(`${l.url}/declarer`, dit())).statut).toBe(303)
  await tourner()
  for (const x of qui) expect((await x.aller(`${l.url}/nommer`, {})).statut).toBe(303)
  await tourner()
  return l
}
const ouvrirTable = async (
  qui: Connectee,
  l: { readonly url: string },
  champs: Record<string, string> = {},
) => {
  const r = await qui.aller(`${l.url}/table`, champs)
  return { statut: r.statut, url: r.vers, id: r.vers.split('/').at(-1) ?? '' }
}
const entrer = (qui: Connectee, groupement: string) => qui.aller('/marches/dossiers/entrer', { groupement })
/** Ce que la convention fige de chaque partie. */
const declarer = async (qui: Connectee, url: string) =>
  expect(
    (
      await qui.aller(`${url}/declaration`, {
        denomination: qui === alice ? 'Appui' : 'Boussole',
        siret: '12345678901234',
        adresse: '1 rue du Port, 29200 Brest',
      })
    ).statut,
  ).toBe(303)
const clausesEcrites = Object.fromEntries(
  ['mandat', 'defaillance', 'confidentialite', 'supports', 'litiges'].map((k) => [
    k,
    'Une clause écrite en toutes lettres.',
  ]),
)

describe('le groupement', () => {
  it('se constitue quand chaque membre a écrit pourquoi et accordé la convention, et pas avant', async () => {
    const l = await nommees(alice, basile)
    const g = await ouvrirTable(alice, l)
    expect(g.statut).toBe(303)
    for (const qui of [basile, chloe, anime]) expect((await qui.lire(g.url)).statut).not.toBe(200)
    expect((await basile.lire('/marches/dossiers')).texte).toContain('Appui vous invite')
    expect((await chloe.lire('/marches/dossiers')).texte).not.toContain('vous invite')
    expect((await entrer(chloe, g.id)).statut).toBe(409)
    expect((await entrer(basile, g.id)).statut).toBe(303)
    expect((await basile.lire(g.url)).texte).toContain('Vous êtes seuls à lire ceci')
    const constituer = () => alice.aller(`${g.url}/constituer`, {})
    expect((await constituer()).texte).toContain('écrit ce qui lui manque')
    expect((await basile.aller(`${g.url}/constituer`, {})).statut).toBe(403)
    expect(
      (await basile.aller(`${g.url}/necessite`, { motifs: 'volume', capable: 'oui', texte: 'trop court' }))
        .statut,
    ).toBe(422)
    for (const qui of [alice, basile])
      expect(
        (
          await qui.aller(`${g.url}/necessite`, {
            motifs: ['volume', 'territoire'],
            capable: 'non',
            texte: J,
          })
        ).statut,
      ).toBe(303)
    const c = { ...clausesEcrites, tient0: 'chantier-école', part0: '60', tient1: 'français', part1: '40' }
    expect((await alice.aller(`${g.url}/convention`, c)).texte).toContain('Choisissez la forme')
    expect((await alice.aller(`${g.url}/forme`, { forme: 'conjoint' })).statut).toBe(303)
    expect((await alice.aller(`${g.url}/convention`, { ...c, part1: '39,5' })).texte).toContain(
      'cent pour cent',
    )
    // Rien ne se fige « à remplir » : le SIRET et l’adresse de chacun d’abord.
    await declarer(alice, g.url)
    expect((await alice.aller(`${g.url}/convention`, c)).texte).toContain(
      'Boussole écrit son SIRET et son adresse',
    )
    await declarer(basile, g.url)
    expect((await alice.aller(`${g.url}/convention`, c)).statut).toBe(303)
    expect((await constituer()).texte).toContain('Boussole : l’accord')
    // La base le tient aussi, quoi que dise la page.
    expect(
      await en(
        alice,
        async (tx) =>
          (await sql<{ r: string }>`select porte.groupement_constituer(${g.id}, now()) as r`.execute(tx))
            .rows[0]?.r,
      ),
    ).toBe('sans-accord')
    expect((await basile.aller(`${g.url}/accord`, { version: '7' })).statut).toBe(409)
    expect((await basile.aller(`${g.url}/accord`, { version: '1' })).statut).toBe(303)
    // Un accord donné à une autre forme n’en est pas un.
    const constituerEnBase = (tx: TenantTx) =>
      sql<{ r: string }>`select porte.groupement_constituer(${g.id}, now()) as r`.execute(tx)
    expect((await alice.aller(`${g.url}/forme`, { forme: 'solidaire' })).statut).toBe(303)
    expect((await en(alice, constituerEnBase)).rows[0]?.r).toBe('convention-perimee')
    expect((await alice.aller(`${g.url}/forme`, { forme: 'conjoint' })).statut).toBe(303)
    // Une troisième entre pendant que le mandataire constitue : il attend, et apprend qu’il lui manque sa raison.
    await base.maintenance((tx) =>
      sql`insert into marches.membre (groupement_id, organisme_id, lot, invite_le) values (${g.id}, ${chloe.organisme}, ${l.lot}, now())`.execute(
        tx,
      ),
    )
    const [entrante, mandataire, sonde] = [
      await base.client('coforme_web'),
      await base.client('coforme_web'),
      await base.client('admin'),
    ]
    await entrante.query(`begin; select porte.ouvrir_essai('${chloe.organisme}', '${chloe.personne}', '*')`)
    await entrante.query('select porte.groupement_accepter($1, now())', [g.id])
    await mandataire.query(`begin; select porte.ouvrir_essai('${alice.organisme}', '${alice.personne}', '*')`)
    let fini = false
    const enCours = mandataire
      .query<{ r: string }>('select porte.groupement_constituer($1, now()) as r', [g.id])
      .finally(() => {
        fini = true
      })
    await expect
      .poll(async () => fini || (await sonde.query('select from pg_locks where not granted')).rowCount)
      .toBeTruthy()
    await entrante.query('commit')
    expect((await enCours).rows[0]?.r).toBe('sans-necessite')
    await mandataire.query('rollback')
    expect((await chloe.aller(`${g.url}/quitter`, { motif: 'Nous nous sommes trompées.' })).statut).toBe(303)
    // L’heure de ce qui est écrit est celle de la base, quoi que dise l’appelant.
    await aLHeureDeLaBase(() =>
      en(alice, (tx) =>
        sql`update marches.necessite set le = '2020-01-01', par = ${alice.personne} where groupement_id = ${g.id} and organisme_id = ${alice.organisme}`.execute(
          tx,
        ),
      ),
    )
    const { rows: datees } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.necessite where groupement_id = ${g.id} and le > now() - interval '1 hour'`.execute(
        tx,
      ),
    )
    expect(datees).toEqual([{ n: 2 }])
    expect((await constituer()).statut).toBe(303)
    expect((await basile.lire(g.url)).texte).toContain('constitué le')
    expect(
      (await basile.aller(`${g.url}/necessite`, { motifs: 'volume', capable: 'non', texte: J })).statut,
    ).toBe(409)
    // Sortir avant la date limite le remet autour de la table ; après, la composition ne bouge plus.
    await base.maintenance((tx) =>
      sql`update marches.groupement set limite = now() - interval '1 minute' where groupement_id = ${g.id}`.execute(
        tx,
      ),
    )
    m.regler(new Date())
    expect((await basile.aller(`${g.url}/quitter`, { motif: 'Nous changeons d’avis.' })).texte).toContain(
      'R2142-26',
    )
    await base.maintenance((tx) =>
      sql`update marches.groupement set limite = ${limite} where groupement_id = ${g.id}`.execute(tx),
    )
    expect((await basile.aller(`${g.url}/quitter`, { motif: 'Nous changeons d’avis.' })).statut).toBe(303)
    expect((await basile.lire(g.url)).statut).toBe(404)
    const reste = await alice.lire(g.url)
    expect(reste.texte).toContain('sortie le')
    expect(reste.texte).toContain('tour de table')
  })
  it('l’accès se propose à une personne de chez soi, qui entre d’elle-même', async () => {
    const l = await nommees(alice, basile)
    const g = await ouvrirTable(alice, l)
    expect((await armel.lire(g.url)).statut).toBe(404)
    expect((await entrer(armel, g.id)).statut).toBe(409)
    expect((await alice.aller(`${g.url}/acces`, { compte: basile.personne })).statut).toBe(409)
    expect((await alice.aller(`${g.url}/acces`, { compte: armel.personne })).statut).toBe(303)
    expect((await entrer(armel, g.id)).statut).toBe(303)
    expect((await armel.lire(g.url)).statut).toBe(200)
  })
  it('deux tables ouvertes au même instant : la seconde apprend qu’elle est attendue', async () => {
    const l = await nommees(alice, basile)
    const [g1, g2] = [newId(), newId()]
    const [une, autre, sonde] = [
      await base.client('coforme_web'),
      await base.client('coforme_web'),
      await base.client('admin'),
    ]
    const ouvrir = `select porte.groupement_ouvrir($1, $2, $3, 'Lot', 'Région', $4, 'Europe/Paris', now()) as r`
    await une.query(`begin; select porte.ouvrir_essai('${alice.organisme}', '${alice.personne}', '*')`)
    await autre.query(`begin; select porte.ouvrir_essai('${basile.organisme}', '${basile.personne}', '*')`)
    expect((await une.query(ouvrir, [g1, l.lot, l.idweb, limite])).rows[0]?.r).toBe('ouvert')
    let fini = false
    const enCours = autre.query<{ r: string }>(ouvrir, [g2, l.lot, l.idweb, limite]).finally(() => {
      fini = true
    })
    await expect
      .poll(async () => fini || (await sonde.query('select from pg_locks where not granted')).rowCount)
      .toBeTruthy()
    await une.query('select porte.groupement_inviter($1, $2, now())', [g1, basile.organisme])
    await une.query('commit')
    expect((await enCours).rows[0]?.r).toBe('attendue')
    await autre.query('rollback')
  })
  it('deux qui s’invitent ne se séparent pas sans le savoir ; abandonné sans personne d’autre, un dossier libère', async () => {
    const l = await nommeesSur(await unLot('Former à la mer', '974'), alice, basile)
    // La limite que dit l’appelant ne dépasse pas le dernier terme publié.
    const g = newId()
    const { rows } = await en(alice, (tx) =>
      sql<{
        r: string
      }>`select porte.groupement_ouvrir(${g}, ${l.lot}, ${l.idweb}, 'Former à la mer', 'Région', '2050-01-01', 'Indian/Reunion', now()) as r`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ r: 'ouvert' }])
    await en(alice, (tx) =>
      sql`select porte.groupement_inviter(${g}, ${basile.organisme}, now())`.execute(tx),
    )
    const page = await alice.lire(`/marches/dossiers/${g}`)
    expect(page.texte).toContain('(La Réunion)')
    expect(page.texte).not.toContain('2050')
    const invitation = 'Former à la mer, Région, ferme le'
    expect((await basile.lire('/marches/dossiers')).texte).toContain(invitation)
    expect((await basile.lire(l.url)).texte).toContain('Appui vous attend')
    expect((await basile.aller(`${l.url}/table`, {})).texte).toContain('vient de vous inviter')
    const sien = await ouvrirTable(basile, l, { malgre: 'on' })
    expect(sien.statut).toBe(303)
    expect((await basile.lire('/marches/dossiers')).texte).not.toContain(invitation)
    expect((await basile.aller(`${sien.url}/quitter`, { motif: 'Nous préférons le leur.' })).statut).toBe(303)
    expect((await entrer(basile, g)).statut).toBe(303)
    // Un rectificatif déplace la date limite : le mandataire la reporte, et lui seul.
    const plusTard = new Date(limite.getTime() + 10 * 86_400_000)
    await base.maintenance((tx) =>
      sql`insert into marches.avis (idweb, nature, parution, limite, contenu, recu_le)
        select ${`${l.idweb}-r`}, 'rectificatif', current_date, ${plusTard}::timestamptz, jsonb_set(contenu, '{avis}', contenu -> 'avis' || ${JSON.stringify(
          {
            idweb: `${l.idweb}-r`,
            nature: 'rectificatif',
            lies: [l.idweb],
            lots: [],
            limite: plusTard.toISOString(),
          },
        )}::jsonb), now() from marches.avis where idweb = ${l.idweb}`.execute(tx),
    )
    expect((await basile.lire(`/marches/dossiers/${g}`)).texte).toContain('L’avis dit maintenant')
    expect((await basile.aller(`/marches/dossiers/${g}/reporter`, {})).statut).toBe(403)
    expect((await alice.aller(`/marches/dossiers/${g}/reporter`, {})).statut).toBe(303)
    expect((await alice.lire(`/marches/dossiers/${g}`)).texte).not.toContain('L’avis dit maintenant')
    // Qui anime confie l’animation à une personne du dossier : tant qu’elle ne l’accepte pas, elle n’en est pas écartée.
    await base.maintenance((tx) =>
      sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${alice.organisme}, ${alice.personne}, 'titulaire', 'A', now())`.execute(
        tx,
      ),
    )
    expect(
      (
        await en(anime, (tx) =>
          sql<{
            r: boolean
          }>`select porte.confier_animation(${pole}, ${alice.organisme}, ${alice.personne}, now()) as r`.execute(
            tx,
          ),
        )
      ).rows,
    ).toEqual([{ r: true }])
    expect((await alice.lire(`/marches/dossiers/${g}`)).statut).toBe(200)
    expect(
      (
        await en(alice, (tx) =>
          sql<{ r: boolean }>`select porte.accepter_animation(${pole}, false, now()) as r`.execute(tx),
        )
      ).rows,
    ).toEqual([{ r: true }])
    // Plus personne d’Appui ne peut le lire : une collègue y entre d’elle-même.
    const animer = (pose: boolean) =>
      base.maintenance((tx) =>
        (pose
          ? sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${alice.organisme}, ${alice.personne}, 'animation', 'A', now())`
          : sql`delete from pole.mandat where compte_id = ${alice.personne} and role = 'animation'`
        ).execute(tx),
      )
    expect((await armel.lire('/marches/dossiers')).texte).not.toContain('Former à la mer')
    await animer(true)
    expect((await armel.lire('/marches/dossiers')).texte).toContain('Former à la mer')
    expect((await entrer(armel, g)).statut).toBe(303)
    await animer(false)
    expect((await armel.lire(`/marches/dossiers/${g}`)).statut).toBe(200)
  })
})

/** Un groupement constitué d’Appui, mandataire, et de Boussole. */
const constitue = async (forme = 'conjoint') => {
  const g = await ouvrirTable(alice, await nommees(alice, basile))
  expect((await entrer(basile, g.id)).statut).toBe(303)
  for (const qui of [alice, basile])
    expect(
      (await qui.aller(`${g.url}/necessite`, { motifs: 'volume', capable: 'non', texte: J })).statut,
    ).toBe(303)
  await alice.aller(`${g.url}/forme`, { forme })
  for (const qui of [alice, basile]) await declarer(qui, g.url)
  await alice.aller(`${g.url}/convention`, {
    ...clausesEcrites,
    tient0: 'chantier-école',
    part0: '60',
    tient1: 'français',
    part1: '40',
  })
  await basile.aller(`${g.url}/accord`, { version: '1' })
  expect((await alice.aller(`${g.url}/constituer`, {})).statut).toBe(303)
  return g
}
const avecFichier = (champs: Record<string, string>, nom = 'fichier') => {
  const f = new FormData()
  for (const [k, v] of Object.entries(champs)) f.set(k, v)
  f.set(nom, new File([pdfDEssai()], 'kbis.pdf', { type: 'application/pdf' }))
  return f
}
const auDepart = {
  voie: 'marche',
  criteres: 'Prix : 40',
  autres: '',
  noms: 'kbis = 05_Kbis_{membre}',
  pieces: ['dc1', 'kbis', 'bordereau'],
}

describe('la vie d’un groupement', () => {
  it('jouée au hasard, répond toujours ce que dit le modèle, sous le rôle de chaque coopérative', async () => {
    const vies = entiers ? 400 : 25
    const lots = Array.from({ length: vies * 3 }, () => `vie-${newId()}#1`)
    await base.maintenance((tx) => poserNommees(tx, lots, alice.organisme, basile.organisme))
    const personnes = { a: alice, b: basile }
    // À l’heure de la base, comme en vrai : une horloge libre laisserait écrire après la date limite.
    await aLHeureDeLaBase(() =>
      jouerLesVies(async () => {
        const [id, lot] = [newId(), lots.pop() ?? '']
        // Publié : la date limite s’y reporte, jusqu’à ce terme.
        await base.maintenance((tx) =>
          poserAvisALots(
            tx,
            lot.split('#')[0] ?? '',
            [],
            new Date(Date.now() + 60 * 86_400_000).toISOString(),
          ),
        )
        await en(alice, async (tx) => {
          await sql`select porte.groupement_ouvrir(${id}, ${lot}, '27-1', 'Une vie', 'Région', ${limite}, 'Europe/Paris', now())`.execute(
            tx,
          )
          await sql`select porte.groupement_inviter(${id}, ${basile.organisme}, now())`.execute(tx)
        })
        return {
          id,
          en: (qui, faire) => en(personnes[qui], faire),
          enBase: (faire) => base.maintenance(faire),
          organismes: { a: alice.organisme, b: basile.organisme },
        }
      }, vies),
    )
    await base.maintenance((tx) => sql`delete from marches.avis where idweb like 'vie-%'`.execute(tx))
  })
})

/** Le lien qui vient de partir à cette adresse, et le dernier code. */
const dernierDe = async (a: string, motif: RegExp) =>
  (await m.courriels())
    .filter((c) => c.a === a)
    .map((c) => motif.exec(c.texte)?.[1])
    .findLast((x) => x !== undefined) ?? ''
/** Joue ce qui est enfilé sous ce nom. */
const jouerLaTache = async (nom: string, tache: JobHandler) => {
  const { rows } = await base.worker.withoutTenant((tx) =>
    sql<{ payload: { organisme: OrganismeId } }>`
      with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
        where t.id = j.task_id and t.identifier = ${nom} returning j.id, j.payload)
      select payload from prises order by id`.execute(tx),
  )
  for (const { payload } of rows) await tache(payload, m.worker)
}

describe('la convention signée', () => {
  const envoyerLesLiens = () => jouerLaTache(tacheEnvoyerConvention, envoyerConvention)
  const _jeton = newId()
  /** Toujours du même formulaire : un double clic envoie deux fois le même jeton. */
  const faireSigner = async (qui: Connectee, url: string) => {
    const [, signataire = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>[^<]*, gérante/.exec((await qui.lire(url)).texte) ?? []
    expect((await qui.aller(`${url}/signer`, { _jeton, signataire })).statut).toBe(303)
    await envoyerLesLiens()
    return `/convention/${await dernierDe(qui.courriel, /\/convention\/([\w-]{43})/)}`
  }
  const qui = { nom: 'Bérénice Roux', qualite: 'gérante', consentement: 'on' }
  const signer = async (lien: string, courriel: string) => {
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'code' })).texte).toContain('Le code est parti')
    const code = await dernierDe(courriel, /^(\d{6})$/m)
    return m.sansCompte.aller(lien, { ...qui, geste: 'signer', code })
  }
  it('se signe par le lien de qui engage chaque membre ; le papier est figé, et manque tant qu’il n’est pas signé de tous', async () => {
    const g = await constitue()
    const [a, b] = [alice.courriel, basile.courriel]
    // Sans signataire, rien ne part : ni à une personne choisie dehors, ni à une adresse donnée à la base.
    expect((await basile.lire(g.url)).texte).toContain('nommez qui l’engage')
    expect((await basile.aller(`${g.url}/signer`, { signataire: newId() })).texte).toContain(
      'ne peut pas signer',
    )
    const demander = (qui: Connectee, courriel: string) =>
      en(
        qui,
        async (tx) =>
          (
            await sql<{
              r: string
            }>`select porte.demander_signature_de_convention(${g.id}, ${newId()}, 'D', 'D', ${courriel}, now()) as r`.execute(
              tx,
            )
          ).rows[0]?.r,
      )
    expect(await demander(basile, b)).toBe('sans-pouvoir')
    for (const x of [alice, basile])
      expect(
        (
          await x.aller('/cooperative/signataires', {
            personne: x.personne,
            qualite: 'gérante',
            genre: 'fonction',
            debut: '01/01/2026',
          })
        ).statut,
      ).toBe(303)
    expect(await demander(basile, 'b@ailleurs.example')).toBe('sans-pouvoir')
    expect((await alice.lire(`${g.url}/depot`)).texte).toContain(
      'Convention du groupement : Boussole la fait signer.',
    )
    const premier = await faireSigner(basile, g.url)
    const lien = await faireSigner(basile, g.url)
    // Le lien d’avant ne vaut plus ; l’adresse ne se lit que de la coopérative qui l’a donnée ; une rivale n’en sait rien.
    expect((await m.sansCompte.lire(premier)).statut).toBe(404)
    expect((await basile.lire(g.url)).texte).toContain(b)
    expect((await alice.lire(g.url)).texte).toContain('Bérénice Roux')
    expect((await alice.lire(g.url)).texte).not.toContain(b)
    expect((await diane.aller(`${g.url}/signer`, { signataire: newId() })).statut).toBe(404)
    expect(await demander(diane, 'd@d.example')).toBe('refuse')
    expect(
      await en(
        diane,
        async (tx) =>
          (await sql`select from porte.signatures_de_convention(${g.id})`.execute(tx)).rows.length,
      ),
    ).toBe(0)
    expect((await m.sansCompte.lire(lien)).texte).toContain('Lire la convention, version 1')
    expect((await m.sansCompte.lire(`${lien}/convention.pdf`)).statut).toBe(200)
    // Sans consentement, sans code, avec un code faux : rien ne se signe.
    expect((await m.sansCompte.aller(lien, { ...qui, consentement: '', geste: 'code' })).statut).toBe(422)
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'signer', code: '000000' })).texte).toContain(
      'Demandez d’abord un code',
    )
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'code' })).statut).toBe(200)
    const bon = await dernierDe(b, /^(\d{6})$/m)
    const faux = bon === '123456' ? '654321' : '123456'
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'signer', code: faux })).statut).toBe(409)
    // Qui n’a plus le pouvoir de signer ne signe plus, son lien et son code en main.
    const revoquer = (le: string | null) =>
      base.maintenance((tx) =>
        sql`update organisme.signataire set revoquee_le = ${le}::date where organisme_id = ${basile.organisme}`.execute(
          tx,
        ),
      )
    await revoquer('2026-02-01')
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'signer', code: bon })).statut).toBe(409)
    await revoquer(null)
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'signer', code: bon })).texte).toContain(
      'Convention signée',
    )
    expect((await m.sansCompte.aller(lien, { ...qui, geste: 'signer', code: bon })).statut).toBe(409)
    expect((await alice.lire(`${g.url}/depot`)).texte).not.toContain('Boussole la fait signer')
    const sien = await faireSigner(alice, g.url)
    // Des codes faux envoyés ensemble se comptent un par un : le sixième n’est plus comparé.
    expect((await m.sansCompte.aller(sien, { ...qui, geste: 'code' })).statut).toBe(200)
    await Promise.all(
      Array.from({ length: 9 }, (_, i) =>
        m.sansCompte.aller(sien, { ...qui, geste: 'signer', code: `00000${i}` }),
      ),
    )
    const { rows: comptes } = await base.maintenance((tx) =>
      sql<{
        essais: number
      }>`select code_essais as essais from marches.signature where groupement_id = ${g.id} and organisme_id = ${alice.organisme}`.execute(
        tx,
      ),
    )
    expect(comptes).toEqual([{ essais: 5 }])
    expect(
      (await m.sansCompte.aller(sien, { ...qui, geste: 'refuser', motif: 'La clause de litiges.' })).texte,
    ).toContain('Convention refusée')
    expect((await basile.lire(g.url)).texte).toContain('La clause de litiges.')
    expect((await signer(await faireSigner(alice, g.url), a)).texte).toContain('Convention signée')
    // Le refus promis à tous se lit encore.
    expect((await basile.lire(g.url)).texte).toContain('puis redemandée : « La clause de litiges. »')
    expect((await alice.lire(`${g.url}/depot`)).texte).not.toContain('Convention du groupement')
    expect((await alice.lire(`${g.url}/convention.pdf`)).statut).toBe(200)
    expect((await diane.lire(`${g.url}/convention.pdf`)).statut).toBe(404)
    expect((await diane.lire(`${g.url}/convention.json`)).statut).toBe(404)
    const empreinte = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex')
    const donnees = await alice.lire(`${g.url}/convention.json`)
    expect((await basile.lire(g.url)).texte).toContain(empreinte(donnees.octets).slice(0, 16))
    expect(empreinte((await m.sansCompte.lire(`${lien}/convention.json`)).octets)).toBe(
      empreinte(donnees.octets),
    )
    // Ce qui est signé est l’empreinte du papier figé, que rien ne change.
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.signature s join marches.convention c using (groupement_id, version)
        where s.groupement_id = ${g.id} and s.signee_le is not null and s.empreinte = sha256(convert_to(c.papier, 'UTF8'))`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 2 }])
    expect(
      await codeSql(() =>
        en(alice, (tx) =>
          sql`update marches.convention set papier = '{}' where groupement_id = ${g.id}`.execute(tx),
        ),
      ),
    ).toBe('42501')
    // Abandonné : le lien se tait.
    expect((await alice.aller(`${g.url}/quitter`, { motif: 'Nous renonçons.' })).statut).toBe(303)
    expect((await m.sansCompte.lire(lien)).statut).toBe(404)
  })
})

describe('ce qui s’échange autour d’une réponse', () => {
  const jourDe = (decalage = 0) =>
    new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(Date.now() + decalage * 86_400_000)
  const ecrireEnBase = (qui: Connectee, groupement: string, genre: string) =>
    codeSql(() => en(qui, (tx) => ecrireBrut(tx, groupement, genre)))
  it('un avis se demande par courriel, se recopie par qui l’a demandé, se lit de chaque membre', async () => {
    const g = await constitue()
    const demande = {
      _jeton: newId(),
      nom: 'Maître N.',
      qualite: 'avocate',
      courriel: `juriste-${g.id.slice(-6)}@cabinet.example`,
      repondreA: 'basile@boussole.example',
      question: 'Pouvons-nous répondre ensemble ?',
    }
    expect((await diane.aller(`${g.url}/demander-avis`, demande)).statut).toBe(404)
    expect((await basile.aller(`${g.url}/demander-avis`, { ...demande, courriel: 'rien' })).statut).toBe(422)
    expect((await basile.aller(`${g.url}/demander-avis`, demande)).statut).toBe(303)
    // Le même envoi, deux fois, ne part qu’une ; rejoué une fois l’avis rendu, il ne l’efface pas.
    expect((await basile.aller(`${g.url}/demander-avis`, demande)).statut).toBe(303)
    const partis = (await m.courriels()).filter((c) => c.a === demande.courriel)
    expect(partis.length).toBe(1)
    expect(partis[0]?.texte).toContain(J)
    expect((await alice.lire(g.url)).texte).toContain('Pouvons-nous répondre ensemble ?')
    const [, avis = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>Maître N\., demandé/.exec((await basile.lire(g.url)).texte) ?? []
    const rendu = { avis, sens: 'reserves', le: jourDe(), texte: 'Oui, si chaque part reste la sienne.' }
    expect((await alice.aller(`${g.url}/recopier-avis`, rendu)).texte).toContain('qui a demandé cet avis')
    expect((await basile.aller(`${g.url}/recopier-avis`, { ...rendu, le: jourDe(3) })).texte).toContain(
      'à venir',
    )
    expect((await basile.aller(`${g.url}/recopier-avis`, rendu)).statut).toBe(303)
    expect((await basile.aller(`${g.url}/demander-avis`, demande)).statut).toBe(303)
    expect((await alice.lire(g.url)).texte).toContain('favorable avec réserves')
  })
  it('un avis se rend par son lien, une fois, par qui le tient ; chaque membre lit qui l’a écrit', async () => {
    const g = await constitue()
    const courriel = `avocate-${g.id.slice(-6)}@cabinet.example`
    const _jeton = newId()
    const demande = {
      _jeton,
      nom: 'Maître Ève',
      qualite: 'avocate',
      courriel,
      repondreA: 'alice@appui.example',
      question: 'Notre nécessité tient-elle ?',
    }
    expect((await alice.aller(`${g.url}/demander-avis`, demande)).statut).toBe(303)
    const lien = await dernierDe(courriel, /(\/avis-demande\/[\w-]{43})/)
    // Le lien ne naît que de sa tâche, du rôle des tâches, et le courriel part d’elle : personne n’en reçoit l’adresse avant qu’elle n’ouvre.
    const file = await base.client('coforme_file')
    const admin = await base.client('admin')
    const { rows: dernierDepose } = await admin.query<{ id: string }>(
      'select id from plateforme.courriel order by depose_le desc, id desc limit 1',
    )
    const envois = async () =>
      (
        await file.query(
          `select from graphile_worker._private_jobs where payload ->> 'courriel' = $1 and key like 'courriel:%'`,
          [dernierDepose[0]?.id],
        )
      ).rowCount
    expect([(await m.sansCompte.lire(lien)).statut, await envois()]).toEqual([404, 0])
    await jouerLaTache(tacheOuvrirAvis, ouvrirAvis)
    expect(await envois()).toBe(1)
    const page = await m.sansCompte.lire(lien)
    expect(page.texte).toContain('Notre nécessité tient-elle ?')
    expect(page.texte).not.toContain('Boussole')
    expect((await m.sansCompte.aller(lien, { sens: 'peut-être', texte: 'Oui, tel qu’écrit.' })).statut).toBe(
      422,
    )
    const rendu = { sens: 'favorable', texte: 'Oui : chaque raison est chiffrée.' }
    expect((await m.sansCompte.aller(lien, rendu)).texte).toContain('Votre avis est rendu')
    const second = await m.sansCompte.aller(lien, { ...rendu, sens: 'defavorable' })
    expect([second.statut, second.texte.includes('déjà rendu')]).toEqual([409, true])
    const lu = (await basile.lire(g.url)).texte
    expect(lu).toContain('Oui : chaque raison est chiffrée.')
    expect(lu).toContain(`reçu par le lien envoyé à ${courriel}`)
    // Rendu par son lien, il ne se recopie pas ; sans lien, la porte ne rend rien.
    expect(
      (
        await alice.aller(`${g.url}/recopier-avis`, {
          avis: _jeton,
          sens: 'defavorable',
          le: jourDe(),
          texte: 'Un autre texte.',
        })
      ).statut,
    ).toBe(409)
    const { rows } = await en(diane, (tx) =>
      sql<{ dit: string }>`select porte.rendre_avis('favorable', 'Sans lien du tout.', now()) as dit`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ dit: 'refuse' }])
  })
  it('le lien d’un avis n’ouvre que cet avis, quelle que soit la clé de formulaire qui le demande ; sortie, la coopérative ne le lit plus', async () => {
    const [g, ailleurs] = [await constitue(), await constitue()]
    await basile.aller('/cooperative/signataires', {
      personne: basile.personne,
      qualite: 'gérante',
      genre: 'fonction',
      debut: '01/01/2026',
    })
    const [, signataire = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>[^<]*, gérante/.exec((await basile.lire(g.url)).texte) ?? []
    expect((await basile.aller(`${g.url}/signer`, { signataire })).statut).toBe(303)
    await jouerLaTache(tacheEnvoyerConvention, envoyerConvention)
    const aSigner = await dernierDe(basile.courriel, /(\/convention\/[\w-]{43})/)
    const { rows } = await base.maintenance((tx) =>
      sql<{ id: string }>`select id from marches.signature where groupement_id = ${g.id}`.execute(tx),
    )
    // Le jeton du formulaire nomme ce qu’une autre personne signe, et deux dossiers l’emploient.
    const demande = {
      _jeton: rows[0]?.id ?? '',
      nom: 'Une voleuse',
      qualite: 'avocate',
      repondreA: 'basile@boussole.example',
    }
    const lienDe = async (url: string, question: string) => {
      const courriel = `voleuse-${newId().slice(-6)}@cabinet.example`
      expect((await basile.aller(`${url}/demander-avis`, { ...demande, courriel, question })).statut).toBe(
        303,
      )
      await jouerLaTache(tacheOuvrirAvis, ouvrirAvis)
      return dernierDe(courriel, /\/avis-demande\/([\w-]{43})/)
    }
    const [un, deux] = [
      await lienDe(g.url, 'La question du premier dossier ?'),
      await lienDe(ailleurs.url, 'La question du second dossier ?'),
    ]
    expect((await m.sansCompte.lire(aSigner)).statut).toBe(200)
    for (const chemin of ['', '/convention.pdf', '/convention.json'])
      expect((await m.sansCompte.lire(`/convention/${un}${chemin}`)).statut).toBe(404)
    expect((await m.sansCompte.lire(`/avis-demande/${aSigner.split('/')[2]}`)).statut).toBe(404)
    expect((await m.sansCompte.lire(`/avis-demande/${un}`)).texte).toContain('du premier dossier')
    expect((await m.sansCompte.lire(`/avis-demande/${deux}`)).texte).toContain('du second dossier')
    // Ses écrits restent d’un marché signé ; son lien, non.
    await base.maintenance((tx) =>
      sql`update marches.membre set sorti_le = now(), sortie = 'Sortie après la signature.' where groupement_id = ${ailleurs.id} and organisme_id = ${basile.organisme}`.execute(
        tx,
      ),
    )
    expect((await m.sansCompte.lire(`/avis-demande/${deux}`)).statut).toBe(404)
    expect(
      (
        await m.sansCompte.aller(`/avis-demande/${deux}`, {
          sens: 'favorable',
          texte: 'Trop tard, vraiment.',
        })
      ).statut,
    ).toBe(404)
    // Recopié avant d’être rendu : le lien le dit, et ce qui vient d’être tapé reste à l’écran.
    expect(
      (
        await basile.aller(`${g.url}/recopier-avis`, {
          avis: demande._jeton,
          sens: 'reserves',
          le: jourDe(),
          texte: 'Ce qu’elle a dit au téléphone.',
        })
      ).statut,
    ).toBe(303)
    const tard = await m.sansCompte.aller(`/avis-demande/${un}`, {
      sens: 'defavorable',
      texte: 'Ce que j’écris moi-même.',
    })
    expect(tard.statut).toBe(409)
    for (const mot of ['recopié par Boussole', 'Ce que j’écris moi-même.']) expect(tard.texte).toContain(mot)
  })
  it('les questions avant la date limite, la négociation et le visa du titulaire après', async () => {
    const g = await constitue('sous-traitance')
    const acheteur = `${g.url}/acheteur`
    expect((await diane.lire(acheteur)).statut).toBe(404)
    const _jeton = newId()
    for (const texte of ['Les repas sont-ils compris ?', 'Une autre question, rejouée.'])
      expect((await basile.aller(`${acheteur}/question`, { _jeton, texte })).statut).toBe(303)
    expect((await alice.lire(acheteur)).texte).not.toContain('rejouée')
    const [, question = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>Les repas/.exec((await alice.lire(acheteur)).texte) ?? []
    const reponse = { question, poseeLe: jourDe(), reponse: 'Non, ils ne le sont pas.' }
    expect((await basile.aller(`${acheteur}/reponse`, reponse)).statut).toBe(403)
    expect((await alice.aller(`${acheteur}/reponse`, { ...reponse, poseeLe: jourDe(2) })).texte).toContain(
      'à venir',
    )
    expect((await alice.aller(`${acheteur}/reponse`, reponse)).statut).toBe(303)
    expect((await basile.lire(acheteur)).texte).toContain('Non, ils ne le sont pas.')
    const tour = {
      tour: '',
      le: jourDe(),
      demande: 'Préciser le suivi en entreprise.',
      jusquau: '',
      reponse: '',
      reponduLe: '',
    }
    expect((await alice.aller(`${acheteur}/negocier`, tour)).statut).toBe(403)
    expect([
      await ecrireEnBase(basile, g.id, 'reponse'),
      await ecrireEnBase(alice, g.id, 'negociation'),
      await ecrireEnBase(alice, g.id, 'visa'),
    ]).toEqual(['42501', '42501', '42501'])
    m.regler(new Date())
    await base.maintenance((tx) =>
      sql`update marches.groupement set limite = now() - interval '1 minute' where groupement_id = ${g.id}`.execute(
        tx,
      ),
    )
    expect((await basile.aller(`${acheteur}/question`, { texte: 'Trop tard, cette question.' })).statut).toBe(
      403,
    )
    expect([await ecrireEnBase(basile, g.id, 'question'), await ecrireEnBase(basile, g.id, 'visa')]).toEqual([
      '42501',
      '42501',
    ])
    expect((await alice.aller(`${acheteur}/negocier`, tour)).statut).toBe(303)
    const [, cle = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>complète celui/.exec((await alice.lire(acheteur)).texte) ?? []
    expect(
      (
        await alice.aller(`${acheteur}/negocier`, {
          ...tour,
          tour: cle,
          reponse: 'Deux points par mois.',
          reponduLe: jourDe(),
        })
      ).statut,
    ).toBe(303)
    expect((await basile.lire(acheteur)).texte).toContain('Deux points par mois.')
    // Le titulaire vise la demande de paiement direct du sous-traitant, par écrit.
    const suite = `${g.url}/suite`
    await alice.aller(`${suite}/issue`, {
      etat: 'attribue',
      le: jourDe(),
      attributaire: '',
      motifs: '',
      notes: '',
    })
    await alice.aller(`${suite}/marche`, { numero: 'M-1', payeur: 'region', circuit: 'direct' })
    await alice.aller(`${suite}/commande`, {
      numero: 'BC-9',
      le: jourDe(),
      montant: '1 000',
      membre: basile.organisme,
      objet: 'Le module B',
    })
    const [, commande = ''] =
      /name="commande" value="([0-9a-f-]{36})"/.exec((await basile.lire(suite)).texte) ?? []
    const execution = {
      commande,
      session: '',
      heures: '10',
      stagiaires: '4',
      factures: '900',
      ligne: 'C.10',
      motif: '',
    }
    const visa = { commande, decision: 'refuse', motif: '' }
    expect((await alice.aller(`${suite}/visa`, { ...visa, decision: 'accepte' })).texte).toContain(
      'Aucun paiement direct',
    )
    const dater = (jours: number) =>
      basile.aller(`${suite}/execution`, { ...execution, demandeLe: jourDe(jours), payes: '300' })
    expect((await dater(2)).texte).toContain('un jour à venir')
    // Datée d’il y a vingt jours, écrite aujourd’hui : le titulaire a quinze jours depuis aujourd’hui.
    expect((await dater(-20)).statut).toBe(303)
    expect((await basile.lire(suite)).texte).toContain('visa attendu')
    expect((await basile.aller(`${suite}/visa`, visa)).statut).toBe(403)
    expect((await alice.aller(`${suite}/visa`, visa)).texte).toContain('dit pourquoi')
    expect(
      (await alice.aller(`${suite}/visa`, { ...visa, motif: 'La séance du 3 n’est pas faite.' })).statut,
    ).toBe(303)
    expect((await dater(-19)).texte).toContain('Cette demande de paiement direct est refusée')
    const lu = (await basile.lire(suite)).texte
    for (const dit of ['refusée', 'La séance du 3 n’est pas faite.', 'Le DC4 de Boussole', '300,00'])
      expect(lu).toContain(dit)
  })
})

describe('la réponse', () => {
  it('la liste vient du règlement ; chacun verse les siennes, une pièce périmée à la date limite manque', async () => {
    const g = await constitue()
    const rendre = (url: string) => url.replaceAll('&amp;', '&')
    expect((await basile.lire(`${g.url}/reglement`)).statut).toBe(403)
    expect((await alice.aller(`${g.url}/reglement`, { ...auDepart, voie: 'sieg' })).texte).toContain(
      'une habilitation n’en demande pas',
    )
    expect((await alice.aller(`${g.url}/reglement`, auDepart)).statut).toBe(303)
    // Le coffre de chacune n’est qu’à elle ; une référence attend l’accord du client.
    expect(
      (await alice.aller('/marches/coffre/ranger', avecFichier({ genre: 'reference', titre: 'Ville' })))
        .texte,
    ).toContain('accepte d’être cité')
    expect(
      (await alice.aller('/marches/coffre/ranger', avecFichier({ genre: 'kbis', titre: 'Kbis' }))).texte,
    ).toContain('a un terme')
    const demain = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(
      new Date(Date.now() + 2 * 86_400_000),
    )
    const dansUnAn = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(
      new Date(Date.now() + 365 * 86_400_000),
    )
    expect(
      (
        await alice.aller(
          '/marches/coffre/ranger',
          avecFichier({ genre: 'kbis', titre: 'Kbis bref', expireLe: demain }),
        )
      ).statut,
    ).toBe(303)
    const lu = await alice.lire(`${g.url}/pieces`)
    const [, coffre = ''] = /<option value="([0-9a-f-]{36})"[^>]*>Kbis bref/.exec(lu.texte) ?? []
    expect((await basile.lire('/marches/coffre')).texte).not.toContain('Kbis bref')
    expect((await basile.lire(`/marches/coffre/${coffre}/fichier`)).statut).toBe(404)
    expect((await basile.aller(`${g.url}/pieces/verser`, { exigence: 'kbis', coffre })).texte).toContain(
      'n’est plus au coffre',
    )
    expect((await alice.aller(`${g.url}/pieces/verser`, { exigence: 'kbis', coffre })).statut).toBe(303)
    expect((await basile.lire(`${g.url}/pieces`)).texte).toContain('périmée à la date limite')
    expect(
      (await basile.aller(`${g.url}/pieces/verser`, avecFichier({ exigence: 'kbis', expireLe: dansUnAn })))
        .statut,
    ).toBe(303)
    expect((await basile.aller(`${g.url}/pieces/verser`, avecFichier({ exigence: 'kbis' }))).texte).toContain(
      'a un terme',
    )
    expect((await basile.aller(`${g.url}/pieces/verser`, avecFichier({ exigence: 'rib' }))).texte).toContain(
      'ne demande pas',
    )
    const [, piece = ''] =
      /pieces\/([0-9a-f-]{36})\/fichier/.exec(rendre((await alice.lire(`${g.url}/pieces`)).texte)) ?? []
    expect((await basile.lire(`${g.url}/pieces/${piece}/fichier`)).octets.subarray(0, 5).toString()).toBe(
      '%PDF-',
    )
    expect((await basile.aller(`${g.url}/pieces/retirer`, { piece })).statut).toBe(409)
    const zip = await basile.lire(`${g.url}/archive.zip`)
    for (const nom of ['05_Kbis_Appui.pdf', '05_Kbis_Boussole.pdf'])
      expect(zip.octets.includes(nom)).toBe(true)
    // Un bordereau porte des prix : il ne s’ouvre qu’au mandataire et à qui le verse, page, adresse et archive.
    expect((await alice.aller(`${g.url}/pieces/verser`, avecFichier({ exigence: 'bordereau' }))).statut).toBe(
      303,
    )
    const liens = async (qui: Connectee) =>
      [...(await qui.lire(`${g.url}/pieces`)).texte.matchAll(/pieces\/([0-9a-f-]{36})\/fichier/g)].map(
        (x) => x[1],
      )
    const siens = await liens(basile)
    const [bordereau, ...reste] = (await liens(alice)).filter((x) => !siens.includes(x))
    expect(reste).toEqual([])
    expect((await basile.lire(`${g.url}/pieces/${bordereau}/fichier`)).statut).toBe(404)
    expect((await alice.lire(`${g.url}/pieces/${bordereau}/fichier`)).statut).toBe(200)
    // La base le tient aussi : ni ligne ni octets pour l’autre membre, qui en sait pourtant l’état.
    const enBase = (qui: Connectee) =>
      en(qui, async (tx) => [
        (await sql`select octets from marches.piece where id = ${bordereau}`.execute(tx)).rows.length,
        (
          await sql<{
            lu: string
          }>`select nom || empreinte as lu from porte.pieces_du_dossier(${g.id}) where id = ${bordereau}`.execute(
            tx,
          )
        ).rows.map((x) => x.lu !== ''),
      ])
    expect([await enBase(alice), await enBase(basile), await enBase(chloe)]).toEqual([
      [1, [true]],
      [0, [false]],
      [0, []],
    ])
    const porte = async (qui: Connectee) =>
      (await qui.lire(`${g.url}/archive.zip`)).octets.includes('Bordereau-des-prix.pdf')
    expect([await porte(alice), await porte(basile)]).toEqual([true, false])
    for (const chemin of [
      '/pieces',
      '/declaration',
      '/prix',
      '/depot',
      '/archive.zip',
      `/pieces/${piece}/fichier`,
      '/papiers/dc1/groupement',
    ])
      for (const qui of [chloe, anime, armel])
        expect((await qui.lire(`${g.url}${chemin}`)).statut, chemin).toBe(404)
    // Les octets gardés sont chiffrés : la base seule n’en rend rien.
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.piece where position(decode('255044462d', 'hex') in octets) > 0`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ n: 0 }])
    // Prérempli de ce que chacune déclare, et de rien d’autre.
    expect((await basile.lire(`${g.url}/declaration`)).texte).toContain('Boussole')
    expect(
      (await basile.aller(`${g.url}/declaration`, { denomination: 'Boussole', exclusions: 'on' })).statut,
    ).toBe(303)
    expect((await alice.lire(`${g.url}/papiers/dc1/groupement`)).octets.subarray(0, 5).toString()).toBe(
      '%PDF-',
    )
    expect((await alice.lire(`${g.url}/papiers/dc4/${basile.organisme}`)).statut).toBe(404)
    expect((await alice.lire(`${g.url}/papiers/dc2/${chloe.organisme}`)).statut).toBe(404)
    // La veille, un motif ; après, plus rien : la page le dit, la base aussi.
    const placer = (heures: number) =>
      base.maintenance((tx) =>
        sql`update marches.groupement set limite = now() + ${`${heures} hours`}::interval where groupement_id = ${g.id}`.execute(
          tx,
        ),
      )
    m.regler(new Date())
    await placer(20)
    expect((await basile.aller(`${g.url}/declaration`, { denomination: 'B' })).texte).toContain('gelé')
    expect(
      (await basile.aller(`${g.url}/declaration`, { denomination: 'B', motif: 'Une faute de frappe.' }))
        .statut,
    ).toBe(303)
    // Au gel, retirer demande un motif, que chacun lit ; rien ne se scelle plus. La page et la base le tiennent.
    const [sienne] = await en(
      basile,
      async (tx) =>
        (
          await sql<{
            id: string
          }>`select id from marches.piece where groupement_id = ${g.id} and organisme_id = ${basile.organisme}
            and retiree_le is null`.execute(tx)
        ).rows,
    )
    const retirer = { piece: sienne?.id ?? '' }
    expect((await basile.aller(`${g.url}/pieces/retirer`, retirer)).texte).toContain('gelé')
    expect(
      await codeSql(() =>
        en(basile, (tx) =>
          sql`update marches.piece set retiree_le = now() where id = ${retirer.piece}`.execute(tx),
        ),
      ),
    ).toBe('42501')
    expect(
      (await basile.aller(`${g.url}/pieces/retirer`, { ...retirer, motif: 'Le greffe l’a corrigé.' })).statut,
    ).toBe(303)
    expect((await alice.lire(`${g.url}/pieces`)).texte).toContain('au gel : Le greffe l’a corrigé.')
    expect(
      await en(
        basile,
        async (tx) =>
          (
            await sql<{
              r: string
            }>`select porte.sceller_prix(${g.id}, sha256('a'), decode(repeat('00', 8300), 'hex'), now()) as r`.execute(
              tx,
            )
          ).rows[0]?.r,
      ),
    ).toBe('gele')
    expect((await alice.lire(`${g.url}/prix`)).texte).toContain('aucun prix ne se scelle plus')
    const ecrire = (genre: string) => codeSql(() => en(basile, (tx) => ecrireBrut(tx, g.id, genre)))
    expect([
      await ecrire('capacite'),
      await ecrire('reglement'),
      await ecrire('issue'),
      await ecrire('lecon'),
    ]).toEqual(['42501', '42501', '42501', '42501'])
    await placer(-1)
    expect(
      (await basile.aller(`${g.url}/pieces/verser`, avecFichier({ exigence: 'kbis', motif: 'Trop tard.' })))
        .texte,
    ).toContain('passée')
    expect(await ecrire('capacite')).toBe('42501')
    // Le dépôt : par le mandataire, chez l’acheteur ; l’accusé se garde, même après.
    const momentDe = (ilYA: number) => {
      const quand = new Date(Date.now() - ilYA)
      const dire = (o: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', ...o }).format(quand)
      return { jour: dire({}), heure: dire({ hour: '2-digit', minute: '2-digit' }).replace(':', ' h ') }
    }
    const depot = { ...momentDe(3 * 3_600_000), empreinte: 'A91D 5C07 22E4 A91D 5C07 22E4 A91D 5C07' }
    expect((await alice.lire(`${g.url}/depot`)).texte).toContain('Rien n’est déposé')
    expect((await basile.aller(`${g.url}/depot/garder`, avecFichier(depot, 'accuse'))).statut).toBe(403)
    expect((await alice.aller(`${g.url}/depot/garder`, avecFichier(depot, 'accuse'))).statut).toBe(303)
    expect((await basile.lire(`${g.url}/depot`)).texte).toContain('Le dernier pli n’est pas complet')
    expect(
      (
        await alice.aller(
          `${g.url}/depot/garder`,
          avecFichier({ ...depot, ...momentDe(7_200_000), complet: 'on' }, 'accuse'),
        )
      ).statut,
    ).toBe(303)
    expect((await basile.lire(`${g.url}/depot`)).texte).toContain('oui, le dernier')
    // La suite : attribué, la fiche, une commande à un membre, ce qu’il en a fait, la ligne de chacun.
    const suite = `${g.url}/suite`
    const aujourdhui = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(new Date())
    const reponse = {
      etat: 'attribue',
      le: aujourdhui,
      attributaire: 'Le groupement',
      motifs: '',
      notes: 'Prix : 32/40',
    }
    for (const qui of [chloe, anime]) expect((await qui.lire(suite)).statut).toBe(404)
    expect((await basile.aller(`${suite}/issue`, reponse)).statut).toBe(403)
    expect((await alice.aller(`${suite}/issue`, { ...reponse, notes: 'Prix : 41/40' })).statut).toBe(422)
    expect((await alice.aller(`${suite}/signer`, { jour: aujourdhui })).texte).toContain(
      'd’abord que le marché',
    )
    expect((await alice.aller(`${suite}/issue`, reponse)).statut).toBe(303)
    expect((await basile.aller(`${g.url}/quitter`, { motif: 'Nous partons.' })).texte).toContain('R2142-26')
    // La convention se signe d’abord, par lien, ou le mandataire dit où elle l’est : la page refuse, la base aussi.
    const sans = await alice.aller(`${suite}/signer`, { jour: aujourdhui })
    expect([sans.statut, sans.texte.includes('Boussole la fait signer')]).toEqual([422, true])
    expect(
      await en(
        alice,
        async (tx) =>
          (
            await sql<{
              r: string
            }>`select porte.groupement_signer(${g.id}, current_date, now()) as r`.execute(tx)
          ).rows[0]?.r,
      ),
    ).toBe('sans-convention')
    // Forgé en base, « hors Coforme » ne tient pas sans dire où : ni vide, ni fait d’espaces.
    for (const [i, vide] of ['', '               ', 'sur papier'.slice(0, 9)].entries())
      expect(
        await en(alice, async (tx) => {
          await ajouterEcrit(
            tx,
            g.id as never,
            {
              genre: 'issue',
              rang: 2 + i,
              contenu: { ...reponse, le: '2026-12-01', notes: [], conventionHors: vide },
            },
            new Date(),
          )
          return (
            await sql<{
              r: string
            }>`select porte.groupement_signer(${g.id}, current_date, now()) as r`.execute(tx)
          ).rows[0]?.r
        }),
      ).toBe('sans-convention')
    const conventionHors = 'Sur papier, le 3 mars, chez Boussole.'
    expect((await alice.aller(`${suite}/signer`, { jour: '01/01/2020', conventionHors })).texte).toContain(
      'vient après',
    )
    expect((await basile.lire(suite)).texte).not.toContain(conventionHors)
    expect((await alice.aller(`${suite}/signer`, { jour: aujourdhui, conventionHors })).statut).toBe(303)
    expect((await basile.lire(suite)).texte).toContain(
      `signée hors Coforme, dit Appui : « ${conventionHors} »`,
    )
    const bon = {
      numero: 'BC-1',
      le: aujourdhui,
      montant: '12 000',
      membre: basile.organisme,
      objet: 'Un groupe de français',
    }
    expect((await alice.aller(`${suite}/commande`, bon)).statut).toBe(403)
    expect(
      (
        await alice.aller(`${suite}/marche`, {
          numero: 'M-26',
          payeur: 'region',
          circuit: 'direct',
          maximum: '10 000',
        })
      ).statut,
    ).toBe(303)
    expect((await alice.aller(`${suite}/commande`, { ...bon, membre: chloe.organisme })).statut).toBe(409)
    expect((await alice.aller(`${suite}/commande`, bon)).statut).toBe(303)
    expect((await alice.aller(`${suite}/commande`, bon)).texte).toContain('déjà recopié')
    // Mal recopié, un bon se corrige : le même, pas un autre.
    const cleDe = async (numero: string) =>
      new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>corrige ${numero},`).exec(
        (await alice.lire(suite)).texte,
      )?.[1] ?? ''
    const cleDuBon = await cleDe('BC-1')
    const corriger = (champs: Record<string, string>) =>
      alice.aller(`${suite}/commande`, { ...bon, bon: cleDuBon, ...champs })
    expect((await corriger({ montant: '12 345' })).statut).toBe(303)
    expect((await basile.lire(suite)).texte).toContain('12 345,00')
    expect((await corriger({ bon: newId() })).texte).toContain('n’est plus parmi ceux')
    // Son numéro aussi ; la page de chacun montre ce qu’il disait avant.
    expect((await corriger({ numero: 'BC-1 bis', montant: '12 345' })).statut).toBe(303)
    const renomme = (await basile.lire(suite)).texte
    for (const dit of ['Commande BC-1 bis', 'numéro BC-1.', '12 000,00']) expect(renomme).toContain(dit)
    expect((await alice.aller(`${suite}/commande`, { ...bon, numero: 'BC-2' })).statut).toBe(303)
    expect((await corriger({ numero: 'BC-2' })).texte).toContain('Un autre bon porte déjà ce numéro')
    expect(
      (await corriger({ bon: await cleDe('BC-2'), numero: 'BC-3', montant: '1', membre: alice.organisme }))
        .statut,
    ).toBe(303)
    expect((await corriger({})).statut).toBe(303)
    const page = await basile.lire(suite)
    expect(page.texte).not.toContain('Commande BC-1 bis')
    for (const dit of ['dépassent le maximum', 'Boussole facture à l’acheteur, sa part.', 'C.6', 'DREETS'])
      expect(page.texte).toContain(dit)
    const [, commande = ''] = /name="commande" value="([0-9a-f-]{36})"/.exec(page.texte) ?? []
    const execution = {
      commande,
      session: '',
      heures: '60',
      stagiaires: '8',
      factures: '12 000',
      ligne: 'C.6',
      motif: '',
    }
    expect((await alice.aller(`${suite}/execution`, execution)).texte).toContain('à un autre membre')
    expect((await basile.aller(`${suite}/execution`, { ...execution, session: 'S-9999' })).texte).toContain(
      'n’a ce numéro',
    )
    expect((await basile.aller(`${suite}/execution`, { ...execution, ligne: 'C.8' })).texte).toContain(
      'un motif est attendu',
    )
    expect((await basile.aller(`${suite}/execution`, { ...execution, factures: '12 001' })).texte).toContain(
      'plus que la commande',
    )
    expect((await basile.aller(`${suite}/execution`, execution)).statut).toBe(303)
    expect((await alice.lire(suite)).texte).toContain('60')
    expect((await corriger({ membre: alice.organisme })).texte).toContain('il reste le sien')
    // Une leçon se lit du pôle si chacun l’accepte ; l’un se ravise, elle se referme.
    const lecon = (qui: Connectee, partage: boolean) =>
      qui.aller(`${suite}/lecon`, {
        texte: 'Secret partagé : visiter les lieux avant.',
        ...(partage ? { partage: 'on' } : {}),
      })
    const lue = async (qui: Connectee) => (await qui.lire('/marches/lecons')).texte.includes('Secret partagé')
    expect((await lecon(alice, true)).statut).toBe(303)
    expect([await lue(chloe), await lue(anime)]).toEqual([false, false])
    expect((await lecon(basile, true)).statut).toBe(303)
    expect([await lue(chloe), await lue(anime), await lue(dehors)]).toEqual([true, true, false])
    expect((await lecon(basile, false)).statut).toBe(303)
    expect(await lue(chloe)).toBe(false)
    // Signé, rien de ce que chacun a fait ne s’efface : le mandataire n’en sort pas, un membre en sort sans rien emporter.
    const preuves = () =>
      base.maintenance(
        async (tx) =>
          (
            await sql<{
              n: number
            }>`select ((select count(*) from marches.ecrit where groupement_id = ${g.id})
              + (select count(*) from marches.piece where groupement_id = ${g.id})
              + (select count(*) from marches.accord where groupement_id = ${g.id}))::int4 as n`.execute(tx)
          ).rows[0]?.n,
      )
    const avant = await preuves()
    expect((await alice.aller(`${g.url}/quitter`, { motif: 'Un clic.' })).statut).toBe(409)
    expect((await alice.lire(g.url)).texte).toContain('son mandataire n’en sort pas')
    expect((await basile.aller(`${g.url}/quitter`, { motif: 'Nous partons.' })).statut).toBe(303)
    expect((await basile.lire(suite)).statut).toBe(404)
    expect(await preuves()).toBe(avant)
    expect((await alice.lire(suite)).texte).toContain('12 000,00')
  })
  it('un prix scellé ne se lit pas avant l’ouverture, base, fichiers et clés du serveur en main ; ouvert, chacun lit ce qui est à lui', async () => {
    const g = await constitue()
    const [ca, cb, voleuse] = [await nouvelleCle(), await nouvelleCle(), await nouvelleCle()]
    const prix = (qui: Connectee, centimes: number): Prix => ({
      groupement: g.id,
      membre: qui.organisme,
      lignes: [{ poste: 'Ligne-mystere', unite: 'jour', quantite: 100, centimes }],
    })
    const poser = async (qui: Connectee, p: Prix, pour: readonly string[]) => {
      const pli = await sceller(p, pour)
      return qui.aller(`${g.url}/prix/sceller`, {
        engagement: enBase64(pli.engagement),
        chiffre: enBase64(pli.chiffre),
        pour: pour.join(' '),
      })
    }
    expect((await poser(alice, prix(alice, 1), [ca.publique])).texte).toContain('Les clés ne sont pas prêtes')
    expect((await alice.aller(`${g.url}/prix/cle`, { publique: 'AGE-SECRET-KEY-1AAA' })).statut).toBe(422)
    expect((await alice.aller(`${g.url}/prix/cle`, { publique: ca.publique })).statut).toBe(303)
    expect((await basile.aller(`${g.url}/prix/cle`, { publique: cb.publique })).statut).toBe(303)
    // À deux, personne ne peut remplacer la clé du mandataire : la page le dit, et ne prend aucun secours.
    const secours = await preparerSecours(2, [
      { organisme: alice.organisme, publique: ca.publique },
      { organisme: basile.organisme, publique: cb.publique },
    ])
    expect((await basile.aller(`${g.url}/prix/secours`, { secours: JSON.stringify(secours) })).statut).toBe(
      403,
    )
    expect(
      (await alice.aller(`${g.url}/prix/secours`, { secours: JSON.stringify({ ...secours, k: 1 }) })).statut,
    ).toBe(409)
    expect((await alice.aller(`${g.url}/prix/secours`, { secours: JSON.stringify(secours) })).statut).toBe(
      409,
    )
    expect((await basile.lire(`${g.url}/prix`)).texte).toContain('À deux, rien ne remplace la clé')
    // Chiffré pour une autre clé que celles d’aujourd’hui, un pli ne part pas.
    for (const pour of [[voleuse.publique, cb.publique], [cb.publique], [ca.publique]])
      expect((await poser(basile, prix(basile, 76_543_219_871), pour)).texte).toContain('Une clé a changé')
    expect((await poser(basile, prix(basile, 76_543_219_871), [ca.publique, cb.publique])).statut).toBe(303)
    const ouvrables = (qui: Connectee) =>
      en(qui, async (tx) =>
        (
          await sql<{ organisme_id: string }>`select organisme_id from porte.plis_chiffres(${g.id})`.execute(
            tx,
          )
        ).rows.map((r) => r.organisme_id),
      )
    expect([await ouvrables(alice), await ouvrables(basile), await ouvrables(chloe)]).toEqual([
      [],
      [basile.organisme],
      [],
    ])
    expect((await alice.aller(`${g.url}/prix/ouvrir`, { motif: 'Trop tôt.' })).texte).toContain(
      'Chaque membre scelle',
    )
    expect((await poser(alice, prix(alice, 100), [ca.publique])).statut).toBe(303)
    // La convention n’est pas signée : la page le dit au mandataire avant qu’il ouvre, et nomme qui manque.
    expect((await alice.lire(`${g.url}/prix`)).texte).toContain('Boussole la fait signer')
    expect((await poser(chloe, prix(chloe, 100), [ca.publique])).statut).toBe(404)
    // Tout ce que l’exploitant tient : chaque table, ses colonnes en texte et en octets ; les clés de l’instance n’ouvrent pas un pli.
    const admin = await base.client('admin')
    const { rows: tables } = await admin.query<{ t: string }>(
      `select n.nspname || '.' || quote_ident(c.relname) as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^pg_|^information_schema$|^temoin'`,
    )
    // Une ligne entière, en texte : ses octets y sont en hexadécimal.
    // Onze chiffres : sept se trouvent par hasard dans l’hexadécimal de quelques mégaoctets chiffrés.
    const secrets = [
      '76543219871',
      '765432198,71',
      '765 432 198,71',
      '765432198.71',
      'Ligne-mystere',
    ].flatMap((x) => [`%${x}%`, `%${Buffer.from(x).toString('hex')}%`])
    for (const { t } of tables)
      expect(
        (await admin.query(`select from ${t} x where x::text like any ($1) limit 1`, [secrets])).rowCount,
        t,
      ).toBe(0)
    const { rows: plis } = await admin.query<{ organisme_id: string; chiffre: Buffer; engagement: Buffer }>(
      `select c.organisme_id, c.chiffre, p.engagement from marches.pli_chiffre c join marches.pli p using (groupement_id, rang) where groupement_id = $1`,
      [g.id],
    )
    expect(plis.length).toBe(2)
    for (const p of plis) {
      const attendu = { engagement: p.engagement, groupement: g.id, membre: p.organisme_id }
      await expect(desceller(p.chiffre, voleuse.identite, attendu)).rejects.toThrow()
      for (const usage of ['marches.piece', 'marches.interet', 'fichier'])
        expect(m.services.keys.decrypt(usage, `${g.id}/${p.organisme_id}`, p.chiffre)).toBeUndefined()
    }
    // L’ouverture s’écrit d’abord : dans la même transaction, rien ne se lit.
    expect(
      await en(alice, async (tx) => {
        await sql`select porte.lever_les_scelles(${g.id}, ${newId()}, 'sans trace', now())`.execute(tx)
        const { rows } = await sql<{
          n: number
        }>`select count(*)::int4 as n from porte.plis_chiffres(${g.id}) where organisme_id <> ${alice.organisme}`.execute(
          tx,
        )
        await sql`select 1 / 0`.execute(tx).catch(() => {})
        return rows[0]?.n
      }).catch(() => 0),
    ).toBe(0)
    expect((await basile.aller(`${g.url}/prix/ouvrir`, { motif: 'Pas moi.' })).statut).toBe(403)
    expect((await alice.aller(`${g.url}/prix/ouvrir`, { motif: 'Agréger avant le dépôt.' })).statut).toBe(303)
    const registre = await basile.lire(`${g.url}/prix`)
    expect(registre.texte).toContain('Agréger avant le dépôt.')
    expect(registre.texte).not.toContain('La chaîne ne se refait pas')
    const donnees = (html: string) =>
      JSON.parse((/data-lu="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"')) as {
        plis: { organisme: string; rang: number; engagement: string; chiffre: string }[]
      }
    expect(donnees(registre.texte).plis.map((p) => p.organisme)).toEqual([basile.organisme])
    const remis = donnees((await alice.lire(`${g.url}/prix`)).texte).plis
    expect(remis.length).toBe(2)
    let total = 0
    for (const p of remis) {
      const { prix: lu, fidele } = await desceller(deBase64(p.chiffre), ca.identite, {
        engagement: deBase64(p.engagement),
        groupement: g.id,
        membre: p.organisme,
      })
      expect(fidele).toBe(true)
      total += totalDe(lu.lignes)
    }
    expect(total).toBe(76_543_219_971)
    const plisDits = remis.map((p) => p.rang).join(',')
    expect(
      (await basile.aller(`${g.url}/prix/total`, { centimes: '1', plis: plisDits, fideles: 'oui' })).statut,
    ).toBe(403)
    expect(
      (await alice.aller(`${g.url}/prix/total`, { centimes: String(total), plis: plisDits, fideles: 'oui' }))
        .statut,
    ).toBe(303)
    expect((await basile.lire(`${g.url}/prix`)).texte).toContain('765 432 199,71 €')
    // Scellé de nouveau, un pli attend une autre ouverture, et le total ne vaut plus.
    expect((await poser(basile, prix(basile, 5), [ca.publique, cb.publique])).statut).toBe(303)
    expect((await ouvrables(alice)).length).toBe(2)
    const depuis = await alice.lire(`${g.url}/prix`)
    expect(depuis.texte).toContain('a scellé depuis ce total')
    expect(depuis.texte).toContain('scellé de nouveau après une ouverture')
    expect(
      (await alice.aller(`${g.url}/prix/total`, { centimes: '1', plis: plisDits, fideles: 'oui' })).texte,
    ).toContain('ouvrez et additionnez')
    // La clé du mandataire remplacée, ce qui fut scellé pour celle d’avant se dit.
    m.regler(new Date())
    expect(
      (await alice.aller(`${g.url}/prix/cle`, { publique: (await nouvelleCle()).publique })).statut,
    ).toBe(303)
    expect((await basile.lire(`${g.url}/prix`)).texte).toContain('scellé avant la clé d’aujourd’hui')
    // Changé ou ôté, un pli se voit.
    await admin.query(
      `update marches.pli set engagement = sha256('x') where groupement_id = $1 and rang = 1`,
      [g.id],
    )
    expect((await basile.lire(`${g.url}/prix`)).texte).toContain('à partir du pli 1')
  })
})

describe('une négociation des prix', () => {
  it('ouvre une manche : chacun scelle de nouveau, rien ne s’ouvre avant, et l’ancienne reste', async () => {
    const g = await constitue()
    const cles = [await nouvelleCle(), await nouvelleCle()] as const
    const prix = `${g.url}/prix`
    for (const [i, qui] of [alice, basile].entries())
      await qui.aller(`${prix}/cle`, { publique: cles[i]?.publique ?? '' })
    const poser = async (qui: Connectee, centimes: number) => {
      const pour = [...new Set([cles[0].publique, (qui === alice ? cles[0] : cles[1]).publique])]
      const pli = await sceller(
        {
          groupement: g.id,
          membre: qui.organisme,
          lignes: [{ poste: 'Module', unite: 'jour', quantite: 100, centimes }],
        },
        pour,
      )
      return qui.aller(`${prix}/sceller`, {
        engagement: enBase64(pli.engagement),
        chiffre: enBase64(pli.chiffre),
        pour: pour.join(' '),
      })
    }
    const dire = async (motif: string) => {
      expect((await alice.aller(`${prix}/ouvrir`, { motif })).statut).toBe(303)
      const lu = JSON.parse(
        (/data-lu="([^"]*)"/.exec((await alice.lire(prix)).texte)?.[1] ?? '').replaceAll('&quot;', '"'),
      ) as { plis: { organisme: string; rang: number; engagement: string; chiffre: string }[] }
      let total = 0
      for (const p of lu.plis) {
        const attendu = { engagement: deBase64(p.engagement), groupement: g.id, membre: p.organisme }
        total += totalDe((await desceller(deBase64(p.chiffre), cles[0].identite, attendu)).prix.lignes)
      }
      return alice.aller(`${prix}/total`, {
        centimes: String(total),
        plis: lu.plis.map((p) => p.rang).join(','),
        fideles: 'oui',
      })
    }
    expect([(await poser(alice, 20_000)).statut, (await poser(basile, 10_000)).statut]).toEqual([303, 303])
    expect((await dire('L’offre.')).statut).toBe(303)
    m.regler(new Date())
    await base.maintenance((tx) =>
      sql`update marches.groupement set limite = now() - interval '1 minute' where groupement_id = ${g.id}`.execute(
        tx,
      ),
    )
    const jour = (n = 0) =>
      new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(Date.now() + n * 86_400_000)
    expect((await poser(basile, 1)).statut).toBe(409)
    const tour = {
      tour: '',
      le: jour(),
      demande: 'Revoir le prix du module.',
      jusquau: '',
      reponse: '',
      reponduLe: '',
    }
    const negocier = (champs: Record<string, string>) =>
      alice.aller(`${g.url}/acheteur/negocier`, { ...tour, ...champs })
    // Un tour sans prix n’ouvre rien ; une négociation des prix dit jusqu’à quand.
    expect((await negocier({})).statut).toBe(303)
    expect((await poser(basile, 1)).statut).toBe(409)
    expect((await negocier({ prix: 'on' })).texte).toContain('jusqu’à quand')
    const revoir = { prix: 'on', jusquau: jour(2), demande: 'Revoir tous les prix.' }
    const enBase = (qui: Connectee, appel: string) =>
      en(qui, async (tx) => (await sql<{ r: string }>`select ${sql.raw(appel)} as r`.execute(tx)).rows[0]?.r)
    const lever = `porte.lever_les_scelles('${g.id}', gen_random_uuid(), 'un motif', now())`
    const forge = `porte.sceller_prix('${g.id}', sha256('a'), decode(repeat('00', 8300), 'hex'), now())`
    // L’horloge non libérée, comme en vrai : la base date elle-même la manche, les plis et l’ouverture.
    await aLHeureDeLaBase(async () => {
      expect((await negocier(revoir)).statut).toBe(303)
      for (const qui of [alice, basile]) expect((await qui.lire(prix)).texte).toContain('Manche 2')
      expect([await enBase(alice, lever), await enBase(diane, forge)]).toEqual(['incomplet', 'refuse'])
      expect((await poser(basile, 9000)).statut).toBe(303)
      expect((await alice.aller(`${prix}/ouvrir`, { motif: 'Trop tôt.' })).texte).toContain('de nouveau')
      expect((await poser(alice, 18_000)).statut).toBe(303)
      expect((await dire('La négociation.')).statut).toBe(303)
    })
    const lu = (await basile.lire(prix)).texte
    for (const dit of ['Les manches', '300,00 €', '270,00 €']) expect(lu).toContain(dit)
    expect(lu).not.toContain('La chaîne ne se refait pas')
    // L’acheteur a sa réponse : la manche se ferme, à la page et en base ; les plis des deux manches restent.
    const [, cle = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>complète celui/.exec(
        (await alice.lire(`${g.url}/acheteur`)).texte.split('Revoir tous les prix.')[1] ?? '',
      ) ?? []
    const { rows: tours } = await base.maintenance((tx) =>
      sql<{
        cle: string
      }>`select distinct cle from marches.ecrit where groupement_id = ${g.id} and genre = 'negociation'
        and contenu ->> 'prix' = 'true'`.execute(tx),
    )
    expect(cle).toMatch(/^[0-9a-f-]{36}$/)
    expect(
      (
        await negocier({
          // Sans recocher « prix » : le tour reste une manche.
          jusquau: revoir.jusquau,
          demande: revoir.demande,
          tour: tours[0]?.cle ?? '',
          reponse: 'Nos prix revus, déposés.',
          reponduLe: jour(),
        })
      ).statut,
    ).toBe(303)
    expect((await poser(basile, 1)).statut).toBe(409)
    expect([await enBase(basile, forge), await enBase(alice, lever)]).toEqual(['ferme', 'ferme'])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.pli_chiffre where groupement_id = ${g.id}`.execute(tx),
    )
    expect(rows).toEqual([{ n: 4 }])
  })
})

describe('le journal des lectures', () => {
  it('dit à chaque membre qui a ouvert une page, combien de fois et quand ; jamais une autre heure que celle de la base', async () => {
    const g = await constitue()
    await basile.lire(`${g.url}/pieces`)
    await basile.lire(`${g.url}/pieces`)
    const lues = (qui: Connectee) =>
      en(
        qui,
        async (tx) =>
          (
            await sql<{
              organisme: string
              fois: number
            }>`select organisme_id as organisme, fois from porte.lectures_du_dossier(${g.id})`.execute(tx)
          ).rows,
      )
    const deBasile = async () => (await lues(alice)).find((l) => l.organisme === basile.organisme)?.fois ?? 0
    const avant = await deBasile()
    expect(avant).toBeGreaterThanOrEqual(2)
    await basile.lire(`${g.url}/depot`)
    expect(await deBasile()).toBe(avant + 1)
    // Un envoi n’est pas une lecture ; la page où il mène en est une, quand on la suit.
    await basile.aller(`${g.url}/acheteur/question`, { texte: 'Les repas sont-ils compris ?' })
    expect(await deBasile()).toBe(avant + 1)
    // Un envoi fautif montre la page : il en est une.
    expect((await basile.aller(`${g.url}/demander-avis`, { courriel: 'rien' })).statut).toBe(422)
    expect(await deBasile()).toBe(avant + 2)
    for (const page of ['declaration', 'memoire'])
      expect((await basile.lire(`${g.url}/${page}`)).statut, page).toBe(200)
    expect(await deBasile()).toBe(avant + 4)
    // Toutes les pages : celles que l’on ne faisait que corriger comptent aussi.
    expect((await basile.aller(`${g.url}/acheteur/question`, { texte: 'court' })).statut).toBe(422)
    expect((await basile.aller(`${g.url}/declaration`, { denomination: 'x'.repeat(300) })).statut).toBe(422)
    expect(await deBasile()).toBe(avant + 6)
    const deAlice = async () => (await lues(basile)).find((l) => l.organisme === alice.organisme)?.fois ?? 0
    const siens = await deAlice()
    expect((await alice.aller(`${g.url}/reglement`, { ...auDepart, criteres: 'sans chiffre' })).statut).toBe(
      422,
    )
    expect(await deAlice()).toBe(siens + 1)
    // L’heure est celle de la base : celle qu’on lui dit ne compte que là où la maintenance l’a permis.
    await aLHeureDeLaBase(() =>
      en(basile, (tx) => sql`select porte.noter_lecture(${g.id}, '2001-01-01')`.execute(tx)),
    )
    const { rows: anciennes } = await base.maintenance((tx) =>
      sql`select from marches.lecture where groupement_id = ${g.id} and premiere < '2002-01-01'`.execute(tx),
    )
    expect(anciennes.length).toBe(0)
    // Qui n’y est pas n’écrit ni ne lit rien.
    await diane.lire(g.url)
    expect(await lues(diane)).toEqual([])
    const { rows } = await en(diane, (tx) =>
      sql<{ note: boolean }>`select porte.noter_lecture(${g.id}, now()) as note`.execute(tx),
    )
    expect(rows).toEqual([{ note: false }])
    expect((await alice.lire(g.url)).texte).toContain('Le journal des lectures')
    // Abandonné, le journal reste.
    expect((await alice.aller(`${g.url}/quitter`, { motif: 'Nous renonçons.' })).statut).toBe(303)
    const gardees = await base.maintenance((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from marches.lecture where groupement_id = ${g.id}`.execute(tx),
    )
    expect(gardees.rows[0]?.n).toBeGreaterThan(0)
  })
})

describe('le mémoire technique', () => {
  const bloc = {
    titre: 'Accueillir une personne qui ne parle pas français',
    texte: 'Un entretien de trente minutes, un essai en situation, puis un parcours proposé par écrit.',
    auteur: 'Alice Martin',
    licence: 'cc-by-sa',
    preuve: 'Bilan de la session 12',
    preuveLe: '30/11/2026',
  }
  const motsDe = async (adresse: string) => {
    const lu = await alice.lire(adresse)
    return lu.statut === 200 ? lireTexte(new Uint8Array(lu.octets)) : ''
  }
  it('se compose de blocs repris en copie, relus d’un autre membre, gelés la veille ; le mandataire le range parmi les pièces', async () => {
    expect((await alice.aller('/marches/blocs/garder', { ...bloc, texte: 'trop court' })).statut).toBe(422)
    expect((await alice.aller('/marches/blocs/garder', bloc)).statut).toBe(303)
    const ids = async (qui: Connectee) =>
      (await en(qui, (tx) => sql<{ id: string }>`select id from marches.bloc`.execute(tx))).rows.map(
        (x) => x.id,
      )
    const [id = ''] = await ids(alice)
    expect(await ids(basile)).toEqual([])
    expect(await ids(anime)).toEqual([])
    expect((await basile.lire(`/marches/blocs/${id}`)).statut).toBe(404)
    const g = await constitue()
    const memoire = `${g.url}/memoire`
    expect((await alice.lire(memoire)).texte).toContain('Aucun bloc dans ce mémoire')
    expect((await alice.lire(`${memoire}.pdf`)).statut).toBe(404)
    // Le bloc d’une autre coopérative ne se reprend pas.
    expect((await basile.aller(`${memoire}/reprendre`, { bloc: id, place: '1', motif: '' })).statut).toBe(409)
    expect((await alice.aller(`${memoire}/reprendre`, { bloc: id, place: '2', motif: '' })).statut).toBe(303)
    const cle = async () =>
      (
        await en(alice, (tx) =>
          sql<{
            cle: string
          }>`select cle from marches.ecrit where groupement_id = ${g.id} and genre = 'bloc'`.execute(tx),
        )
      ).rows[0]?.cle ?? ''
    const b = await cle()
    // Récrire celui que l’on garde ne change pas la copie.
    const corrige = { ...bloc, titre: 'Accueillir, version deux', version: '1' }
    expect((await alice.aller(`/marches/blocs/${id}/corriger`, corrige)).statut).toBe(303)
    expect((await alice.aller(`/marches/blocs/${id}/corriger`, corrige)).texte).toContain('a changé depuis')
    expect((await basile.lire(memoire)).texte).toContain(bloc.titre)
    expect((await basile.lire(memoire)).texte).not.toContain('version deux')
    // Qui l’a écrit ne le relit pas ; un autre membre, oui ; récrit, la relecture ne vaut plus.
    expect((await alice.aller(`${memoire}/relire`, { cle: b, rang: '1', note: '' })).statut).toBe(409)
    expect((await basile.aller(`${memoire}/relire`, { cle: b, rang: '9', note: '' })).statut).toBe(409)
    expect(
      (await basile.aller(`${memoire}/relire`, { cle: b, rang: '1', note: 'Vu en équipe.' })).statut,
    ).toBe(303)
    expect(
      (await basile.aller(`${memoire}/commenter`, { bloc: b, texte: 'Citer le lieu d’accueil.' })).statut,
    ).toBe(303)
    expect((await alice.lire(memoire)).texte).toContain('Vu en équipe.')
    const recrit = { ...bloc, titre: 'Accueillir à Brest', cle: b, rang: '1', place: '1', motif: '' }
    expect((await basile.aller(`${memoire}/recrire`, recrit)).statut).toBe(409)
    expect((await alice.aller(`${memoire}/recrire`, recrit)).statut).toBe(303)
    // La version lue n’est plus celle-là : rien ne s’écrase, ni ne s’ôte.
    for (const geste of ['recrire', 'oter']) {
      const perime = await alice.aller(`${memoire}/${geste}`, { ...recrit, titre: 'Le titre d’une collègue' })
      expect([perime.statut, perime.texte.includes('a changé depuis')]).toEqual([409, true])
    }
    const relue = (await alice.lire(memoire)).texte
    expect(relue).toContain('Aucun autre membre n’a relu cette version.')
    expect(relue).toContain('Citer le lieu d’accueil.')
    // Rangé parmi les pièces, si le règlement le demande, à la place du précédent.
    expect((await alice.aller(`${memoire}/ranger`, { motif: '' })).texte).toContain(
      'ne demande pas de mémoire',
    )
    expect(
      (await alice.aller(`${g.url}/reglement`, { ...auDepart, noms: '', pieces: ['memoire'] })).statut,
    ).toBe(303)
    expect((await basile.aller(`${memoire}/ranger`, { motif: '' })).statut).toBe(403)
    for (let i = 0; i < 2; i += 1)
      expect((await alice.aller(`${memoire}/ranger`, { motif: '' })).statut).toBe(303)
    const rangees = async () =>
      (
        await en(basile, (tx) =>
          sql<{
            n: number
            retirees: number
          }>`select count(*)::int4 as n, count(retiree_le)::int4 as retirees from marches.piece where groupement_id = ${g.id}`.execute(
            tx,
          ),
        )
      ).rows[0]
    expect(await rangees()).toEqual({ n: 2, retirees: 1 })
    // Versé à la main sous le même nom, un mémoire n’est pas le nôtre : ranger de nouveau n’y touche pas.
    const main = avecFichier({ exigence: 'memoire', expireLe: '', motif: '' })
    main.set('fichier', new File([pdfDEssai()], 'memoire-technique.pdf', { type: 'application/pdf' }))
    expect((await alice.aller(`${g.url}/pieces/verser`, main)).statut).toBe(303)
    expect((await alice.aller(`${memoire}/ranger`, { motif: '' })).statut).toBe(303)
    expect(await rangees()).toEqual({ n: 4, retirees: 2 })
    expect((await basile.lire(`${g.url}/depot`)).texte).not.toContain('qu’il est rangé')
    const papier = await motsDe(`${memoire}.pdf`)
    for (const mot of ['Mémoire technique', 'Accueillir à Brest', 'Bilan de la session 12'])
      expect(papier).toContain(serre(mot))
    for (const mot of ['Citer le lieu', 'Vu en équipe', 'CC BY']) expect(papier).not.toContain(serre(mot))
    // La veille, tout changement dit pourquoi ; passé la date limite, plus rien ne change, la base aussi.
    m.regler(new Date(limite.getTime() - 3_600_000))
    const deux = { ...recrit, rang: '2' }
    expect((await alice.aller(`${memoire}/recrire`, deux)).texte).toContain('gelé depuis la veille')
    // La base le refuse aussi, sans la page.
    for (const genre of ['bloc', 'memoire'])
      expect(
        await codeSql(() =>
          en(alice, (tx) => ecrireBrut(tx, g.id, genre, new Date(limite.getTime() - 3_600_000))),
        ),
      ).toBe('42501')
    expect((await basile.aller(`${memoire}/relire`, { cle: b, rang: '2', note: '' })).statut).toBe(303)
    expect(
      (await alice.aller(`${memoire}/recrire`, { ...deux, motif: 'Une coquille du titre.' })).statut,
    ).toBe(303)
    // Le mémoire rangé ne dit plus ce que disent ses blocs : le dépôt le dit.
    expect((await basile.lire(`${g.url}/depot`)).texte).toContain('un bloc a changé depuis qu’il est rangé')
    expect((await basile.lire(memoire)).texte).toContain('Changé au gel : Une coquille du titre.')
    m.regler(new Date(limite.getTime() + 3_600_000))
    expect((await basile.aller(`${memoire}/commenter`, { bloc: b, texte: 'Trop tard.' })).texte).toContain(
      'La date limite est passée',
    )
    m.regler(new Date())
  })
})

describe('un mémoire rangé', () => {
  const garder = async (qui: Connectee, titre: string) => {
    const texte = `${titre}, écrit pour ce lot et pour lui seul.`
    const bloc = { titre, texte, auteur: 'Nous', licence: 'cc-by-sa', preuve: '', preuveLe: '' }
    expect((await qui.aller('/marches/blocs/garder', bloc)).statut).toBe(303)
    const { rows } = await en(qui, (tx) =>
      sql<{ id: string }>`select id from marches.bloc where titre = ${titre}`.execute(tx),
    )
    return { bloc, id: rows[0]?.id ?? '' }
  }
  const pieces = (g: string) =>
    en(
      alice,
      async (tx) =>
        (await sql`select from marches.piece where groupement_id = ${g} and retiree_le is null`.execute(tx))
          .rows.length,
    )
  it('s’ôte avec les blocs de qui sort ; un bloc ôté pendant qu’on le récrit rend ce qui fut tapé', async () => {
    const g = await constitue()
    const memoire = `${g.url}/memoire`
    const [a, b] = [await garder(alice, 'Le texte d’Appui'), await garder(basile, 'Le texte de Boussole')]
    for (const [qui, id, place] of [[alice, a.id, '1'] as const, [basile, b.id, '2'] as const])
      expect((await qui.aller(`${memoire}/reprendre`, { bloc: id, place, motif: '' })).statut).toBe(303)
    expect(
      (await alice.aller(`${g.url}/reglement`, { ...auDepart, noms: '', pieces: ['memoire'] })).statut,
    ).toBe(303)
    expect((await alice.aller(`${memoire}/ranger`, { motif: '' })).statut).toBe(303)
    expect(await pieces(g.id)).toBe(1)
    const { rows } = await en(alice, (tx) =>
      sql<{ cle: string }>`select cle from marches.ecrit where groupement_id = ${g.id} and genre = 'bloc'
        and organisme_id = ${alice.organisme}`.execute(tx),
    )
    const cle = rows[0]?.cle ?? ''
    expect((await alice.aller(`${memoire}/oter`, { cle, rang: '1', motif: '' })).statut).toBe(303)
    const perdu = await alice.aller(`${memoire}/recrire`, {
      ...a.bloc,
      texte: 'Ce que je viens d’écrire longuement.',
      cle,
      rang: '1',
      place: '1',
      motif: '',
    })
    for (const mot of ['vient d’être ôté', 'Ce que je viens d’écrire longuement.'])
      expect(perdu.texte).toContain(mot)
    // Retiré par une collègue pendant qu’on le récrit, un bloc gardé rend aussi son texte.
    expect((await alice.aller('/marches/blocs/retirer', { bloc: a.id })).statut).toBe(303)
    const retire = await alice.aller(`/marches/blocs/${a.id}/corriger`, {
      ...a.bloc,
      texte: 'Une autre version, longue elle aussi.',
      version: '1',
    })
    for (const mot of ['vient d’être retiré', 'Une autre version, longue elle aussi.'])
      expect(retire.texte).toContain(mot)
    expect((await alice.lire(`/marches/blocs/${a.id}`)).statut).toBe(404)
    expect((await basile.aller(`${g.url}/quitter`, { motif: 'Nous sortons du dossier.' })).statut).toBe(303)
    expect(await pieces(g.id)).toBe(0)
  })
  it('ne se retire pas quand le suivant ne se compose pas', async () => {
    const g = await constitue()
    const { id } = await garder(alice, 'Un texte à composer')
    expect(
      (await alice.aller(`${g.url}/memoire/reprendre`, { bloc: id, place: '1', motif: '' })).statut,
    ).toBe(303)
    expect(
      (await alice.aller(`${g.url}/reglement`, { ...auDepart, noms: '', pieces: ['memoire'] })).statut,
    ).toBe(303)
    expect((await alice.aller(`${g.url}/memoire/ranger`, { motif: '' })).statut).toBe(303)
    const rendu = await en(alice, async (tx) => {
      const r = await lireReponse(tx, g.id, alice.organisme)
      if (!r) throw new Error('Ce dossier ne se lit pas.')
      const composer = async () => ({ ok: false, error: { phrase: 'La police manque.' } }) as const
      return rangerMemoire(tx, m.services.keys, r, { id: newId(), composer, motif: '' }, new Date())
    })
    expect(rendu.ok).toBe(false)
    expect(await pieces(g.id)).toBe(1)
  })
  it('qui anime un pôle ouvert ne garde ni bloc ni pièce : la page le dit, au lieu d’une panne', async () => {
    for (const page of ['/marches/blocs', '/marches/coffre']) {
      const lu = await anime.lire(page)
      expect([lu.statut, lu.texte.includes('une autre personne de votre coopérative')]).toEqual([200, true])
    }
    const bloc = { titre: 'Un bloc', texte: 'Vingt signes au moins, oui.', auteur: 'M', licence: 'cc-by-sa' }
    expect((await anime.aller('/marches/blocs/garder', bloc)).statut).toBe(403)
    expect(
      (await anime.aller('/marches/coffre/ranger', avecFichier({ genre: 'nda', titre: 'NDA' }))).statut,
    ).toBe(403)
  })
})

describe('deux dossiers d’un même lot', () => {
  it('rien ne passe de l’un à l’autre, ni à qui anime, quoi que l’on demande', async () => {
    const l = await nommees(alice, basile, chloe, diane, elias)
    const [g1, g2] = [await ouvrirTable(alice, l), await ouvrirTable(basile, l, { malgre: 'on' })]
    expect([g1.statut, g2.statut]).toEqual([303, 303])
    // Chacune a invité toutes les autres : l’invitation est muette.
    expect((await entrer(chloe, g1.id)).statut).toBe(303)
    // L’autre ne se montre plus à qui est entrée dans l’un ; forgée, la demande se heurte à la porte.
    expect((await entrer(chloe, g2.id)).texte).toContain('n’existe plus')
    const { rows: forgee } = await en(chloe, (tx) =>
      sql<{ r: string }>`select porte.groupement_accepter(${g2.id}, now()) as r`.execute(tx),
    )
    expect(forgee).toEqual([{ r: 'deja-ailleurs' }])
    // La même personne, de deux coopératives : entrée d’un côté, elle n’entre pas de l’autre. Une collègue le peut.
    expect((await entrer(diane, g1.id)).statut).toBe(303)
    const chezEstran = (organisme: string) =>
      en(
        diane,
        async (tx) =>
          (await sql<{ r: string }>`select porte.groupement_accepter(${g2.id}, now()) as r`.execute(tx))
            .rows[0]?.r,
        organisme as never,
      )
    expect(await chezEstran(elias.organisme)).toBe('deja-ailleurs')
    const voitG2 = (qui: Connectee) =>
      en(
        qui,
        async (tx) =>
          (
            await sql`select from porte.mes_dossiers_de_marche() d where d.groupement_id = ${g2.id}`.execute(
              tx,
            )
          ).rows.length,
        elias.organisme,
      )
    expect([await voitG2(diane), await voitG2(elias)]).toEqual([0, 1])
    expect((await entrer(elias, g2.id)).statut).toBe(303)
    // L’une sort : elle ne passe pas en face.
    expect((await chloe.aller(`${g1.url}/quitter`, { motif: 'Trop loin de chez nous.' })).statut).toBe(303)
    expect((await entrer(chloe, g2.id)).statut).toBe(409)
    for (const qui of [alice, diane])
      expect(
        (
          await qui.aller(`${g1.url}/necessite`, {
            motifs: 'volume',
            capable: 'non',
            texte: `${J} Secret de g1.`,
          })
        ).statut,
      ).toBe(303)
    expect((await alice.aller(`${g1.url}/forme`, { forme: 'conjoint' })).statut).toBe(303)
    for (const qui of [alice, diane]) await declarer(qui, g1.url)
    expect(
      (
        await alice.aller(`${g1.url}/convention`, {
          ...clausesEcrites,
          tient0: 'x',
          part0: '50',
          tient1: 'y',
          part1: '50',
        })
      ).statut,
    ).toBe(303)
    expect((await diane.lire(g1.url)).texte).toContain('Secret de g1')
    expect(
      (await alice.aller(`${g1.url}/reglement`, { ...auDepart, reference: 'Secret de g1' })).statut,
    ).toBe(303)
    expect((await diane.aller(`${g1.url}/declaration`, { denomination: 'Secret de g1' })).statut).toBe(303)
    expect(
      (
        await diane.aller(
          `${g1.url}/pieces/verser`,
          avecFichier({ exigence: 'kbis', expireLe: '31/12/2099' }),
        )
      ).statut,
    ).toBe(303)

    const nulle = newId()
    for (const qui of [alice, basile, chloe, diane, elias, anime, armel, unionSansAnimer, dehors])
      await qui.lire('/marches/dossiers')
    for (const qui of [basile, elias, chloe, anime, unionSansAnimer, armel]) {
      for (const chemin of [
        g1.url,
        '/marches/dossiers',
        '/marches',
        '/marches?format=csv',
        `/marches/avis/${l.idweb}`,
        '/marches/coffre',
        ...[
          'pieces',
          'reglement',
          'declaration',
          'prix',
          'depot',
          'archive.zip',
          'convention.pdf',
          'acheteur',
          'memoire',
          'memoire.pdf',
          'papiers/dc1/groupement',
        ].map((x) => `${g1.url}/${x}`),
      ]) {
        const lu = await qui.lire(chemin)
        expect(lu.texte, chemin).not.toContain('Secret de g1')
        // La même page, octet pour octet, que celle d’un dossier qui n’existe pas.
        if (chemin.startsWith(g1.url))
          expect([lu.statut, lu.texte.replaceAll(g1.id, 'X')], chemin).toEqual(
            await qui
              .lire(chemin.replace(g1.id, nulle))
              .then((x) => [x.statut, x.texte.replaceAll(nulle, 'X')]),
          )
      }
      for (const geste of [
        'forme',
        'necessite',
        'convention',
        'accord',
        'signer',
        'demander-avis',
        'recopier-avis',
        'acheteur/question',
        'acheteur/negocier',
        'suite/visa',
        'suite/annuler',
        'suite/reference',
        'constituer',
        'inviter',
        'acces',
        'reporter',
        'quitter',
        'reglement',
        'declaration',
        'pieces/verser',
        'prix/cle',
        'prix/sceller',
        'prix/ouvrir',
        'depot/garder',
        'memoire/reprendre',
        'memoire/recrire',
        'memoire/oter',
        'memoire/relire',
        'memoire/commenter',
        'memoire/ranger',
      ])
        expect([403, 404]).toContain((await qui.aller(`${g1.url}/${geste}`, {})).statut)
    }
    const g = g1.id
    const attaques = [
      `select * from marches.groupement where groupement_id = '${g}'`,
      `select * from marches.groupement where lot = '${l.lot}' and organisme_id = '${alice.organisme}'`,
      `select * from marches.necessite where groupement_id = '${g}'`,
      `select count(*) from marches.necessite where texte like '%g1%' having count(*) > 0`,
      `select * from marches.convention where groupement_id = '${g}'`,
      `select * from marches.accord where groupement_id = '${g}'`,
      `select 1 from marches.signature`,
      `select * from porte.signatures_de_convention('${g}')`,
      `select * from porte.convention_a_signer('${g}')`,
      `select 1 where porte.demander_signature_de_convention('${g}', gen_random_uuid(), 'Nom', 'Qualité', 'a@b.example', now()) <> 'refuse'`,
      `select 1 where porte.repondre_a_la_convention('signer', sha256('a'), 'Nom', 'Qualité', 'oui', now())`,
      `select * from marches.ecrit where groupement_id = '${g}'`,
      `select * from marches.piece where groupement_id = '${g}'`,
      `select * from marches.pli where groupement_id = '${g}'`,
      `select * from marches.levee where groupement_id = '${g}'`,
      `select 1 from marches.pli_chiffre`,
      `select * from marches.coffre where organisme_id = '${alice.organisme}' and organisme_id <> app.organisme()`,
      `select * from porte.plis_chiffres('${g}')`,
      `select * from porte.manches_du_dossier('${g}', now())`,
      `select * from marches.ecrit e where e.groupement_id = '${g}' and e.genre = 'execution' and e.contenu ->> 'sessionId' is not null`,
      `insert into marches.ecrit (groupement_id, id, genre, cle, rang, contenu, le) values ('${g}', gen_random_uuid(), 'commande', 'k', 1, '{}', now()) returning 1`,
      `select * from porte.pieces_du_dossier('${g}')`,
      `select * from porte.lecons_partagees() where lecon like '%g1%'`,
      `insert into marches.ecrit (groupement_id, id, genre, rang, contenu, le) values ('${g}', gen_random_uuid(), 'capacite', 9, '{}', now()) returning 1`,
      `insert into marches.piece (groupement_id, id, exigence, nom, type, taille, empreinte, octets, le) values ('${g}', gen_random_uuid(), 'kbis', 'a', 'application/pdf', 1, sha256('a'), decode(repeat('00', 40), 'hex'), now()) returning 1`,
      `update marches.piece set retiree_le = now() where groupement_id = '${g}' returning 1`,
      `select 1 where porte.sceller_prix('${g}', sha256('a'), decode(repeat('00', 8300), 'hex'), now()) <> 'refuse'`,
      `select 1 where porte.lever_les_scelles('${g}', gen_random_uuid(), 'un motif', now()) <> 'refuse'`,
      `select 1 where porte.groupement_signer('${g}', current_date, now()) <> 'refuse'`,
      `select 1 from marches.membre`,
      `select 1 from marches.acces`,
      `select 1 from marches.regard`,
      `select * from porte.membres_du_groupement('${g}')`,
      `select * from porte.acces_du_groupement('${g}')`,
      `select 1 from porte.mes_dossiers_de_marche() d where d.groupement_id = '${g}'`,
      `insert into marches.necessite (groupement_id, motifs, capable_seule, texte, le) values ('${g}', '{volume}', false, repeat('x', 50), now()) returning 1`,
      `insert into marches.convention (groupement_id, version, contenu, le) values ('${g}', 9, '{}', now()) returning 1`,
      `insert into marches.accord (groupement_id, version, le) values ('${g}', 1, now()) returning 1`,
      `update marches.groupement set forme = 'solidaire', version = version + 1 where groupement_id = '${g}' returning 1`,
      `update marches.necessite set capable_seule = true where groupement_id = '${g}' returning 1`,
      `select 1 where porte.groupement_inviter('${g}', '${basile.organisme}', now()) <> 'refuse'`,
      `select 1 where porte.groupement_quitter('${g}', 'un motif', now()) <> 'refuse'`,
      `select 1 where porte.groupement_constituer('${g}', now()) <> 'refuse'`,
      `select 1 where porte.groupement_reporter('${g}', now() + interval '1 day', now()) <> 'refuse'`,
      `select 1 where porte.groupement_proposer_acces('${g}', '${basile.personne}', now())`,
      `select 1 where '${g}' = any (porte.groupements()) or '${g}' = any (porte.mandats()) or '${g}' = any (porte.groupements_ouverts())`,
      `select 1 where porte.groupement_accepter('${g}', now()) = 'entree'`,
      `select 1 where porte.noter_lecture('${g}', now())`,
      `select * from porte.lectures_du_dossier('${g}')`,
      `select 1 from marches.lecture`,
      `select * from marches.bloc where organisme_id <> app.organisme()`,
    ]
    // À qui l’on demande : les rivales, une sortie, qui anime, la personne double chez la rivale, une collègue non entrée ; et sans personne.
    const intrus: readonly (readonly [string, string | null])[] = [
      [basile.organisme, basile.personne],
      [elias.organisme, elias.personne],
      [chloe.organisme, chloe.personne],
      [anime.organisme, anime.personne],
      [elias.organisme, diane.personne],
      [alice.organisme, armel.personne],
      [alice.organisme, null],
      [unionSansAnimer.organisme, unionSansAnimer.personne],
      [dehors.organisme, dehors.personne],
    ]
    // La même demande, d’un dossier qui existe et d’un qui n’existe pas : même réponse, même durée.
    const nu = await base.client('coforme_web')
    const rien = newId()
    const demander = async (organisme: string, personne: string | null, texte: string) => {
      await nu.query(
        `begin; select porte.ouvrir_essai('${organisme}', ${personne === null ? 'null' : `'${personne}'`}, '*')`,
      )
      const t0 = performance.now()
      const dit = await nu.query(texte).then(
        (r: pg.QueryResult) => ({ lignes: r.rowCount ?? 0, refus: '' }),
        (e: { code?: string }) => ({ lignes: 0, refus: e.code ?? 'autre' }),
      )
      const ms = performance.now() - t0
      await nu.query('rollback')
      return { ...dit, ms }
    }
    const fuites: string[] = []
    const nomDe = (personne: string | null) =>
      Object.entries(gens).find(([, x]) => x.personne === personne)?.[0] ?? personne
    // Ce qui ne nomme aucun dossier ne rend rien non plus.
    for (const texte of attaques.filter((t) => !t.includes(g)))
      for (const [organisme, personne] of intrus) {
        const { lignes } = await demander(organisme, personne, texte)
        if (lignes > 0) fuites.push(`${texte} (${nomDe(personne)}) : ${lignes}`)
      }
    const vus = new Map<string, string>()
    type Attaque = { readonly nom: string; readonly jouer: (qui: number, vrai: boolean) => Promise<number> }
    const gestes: readonly Attaque[] = [
      ...attaques
        .filter((texte) => texte.includes(g))
        .map((texte) => ({
          nom: texte,
          async jouer(i: number, vrai: boolean) {
            const [organisme, personne] = intrus[i] ?? ['', null]
            const dit = await demander(organisme, personne, vrai ? texte : texte.replaceAll(g, rien))
            if (vrai) vus.set(`${texte}/${i}`, `${dit.lignes}/${dit.refus}`)
            else if (vus.has(`${texte}/${i}`) && vus.get(`${texte}/${i}`) !== `${dit.lignes}/${dit.refus}`)
              fuites.push(
                `${texte} (${nomDe(personne)}) : ${vus.get(`${texte}/${i}`)}, ${dit.lignes}/${dit.refus}`,
              )
            if (vrai && dit.lignes > 0) fuites.push(`${texte} (${nomDe(personne)}) : ${dit.lignes}`)
            return dit.ms
          },
        })),
      // Et des pages, chronométrées entières.
      ...['', '/prix', '/suite'].map((fin) => ({
        nom: `page${fin}`,
        async jouer(i: number, vrai: boolean) {
          const qui = [basile, elias, chloe, anime, armel, unionSansAnimer][i % 6] ?? basile
          const t0 = performance.now()
          await qui.lire(`/marches/dossiers/${vrai ? g : rien}${fin}`)
          return performance.now() - t0
        },
      })),
    ]
    /** Autant de paires de chaque geste, tout mêlé, l’ordre de chaque paire tiré au sort ; rend les écarts de durée, geste par geste. */
    const mesurer = async (
      lesquels: readonly Attaque[],
      tours: number,
    ): Promise<ReadonlyMap<Attaque, number[]>> => {
      const aJouer = lesquels
        .flatMap((geste) =>
          Array.from({ length: tours * intrus.length }, (_, i) => ({ geste, i: i % intrus.length })),
        )
        .map((x) => ({ ...x, r: Math.random() }))
        .toSorted((x, y) => x.r - y.r)
      const ecarts = new Map<Attaque, number[]>(lesquels.map((geste) => [geste, []]))
      for (const { geste, i } of aJouer) {
        const vraiDAbord = Math.random() < 0.5
        const un = await geste.jouer(i, vraiDAbord)
        const deux = await geste.jouer(i, !vraiDAbord)
        ecarts.get(geste)?.push(vraiDAbord ? un - deux : deux - un)
      }
      return ecarts
    }
    /** La part des permutations (le signe de chaque écart, tiré au sort) où les signes penchent autant : la loi est binomiale, et se calcule entière. */
    const permuter = (ecarts: readonly number[]): number => {
      const signes = ecarts.map(Math.sign).filter((x) => x !== 0)
      const n = signes.length
      const k = (n + Math.abs(signes.reduce((t, x) => t + x, 0))) / 2
      let [log, total] = [-n * Math.log(2), 0]
      for (let i = 0; i <= n; i += 1) {
        if (i >= k) total += Math.exp(log)
        log += Math.log(n - i) - Math.log(i + 1)
      }
      return Math.min(1, 2 * total)
    }
    // Attaque par attaque : une seule porte qui dure plus sur un dossier vrai ne se noie pas parmi les autres. Deux tours font dix-huit paires, assez pour la voir
    // si elle dure toujours plus.
    const tours = entiers ? 12 : 2
    const premiere = await mesurer(gestes, tours)
    expect(fuites).toEqual([])
    const penchent = (lues: ReadonlyMap<Attaque, number[]>) =>
      [...lues].filter(([, e]) => permuter(e) <= 0.01 / gestes.length).map(([geste]) => geste)
    // Sous le seuil, une seconde mesure, à part, trois fois plus longue : le hasard n’y retombe pas.
    const confirmees = penchent(await mesurer(penchent(premiere), tours * 3))
    expect(confirmees.map((x) => x.nom)).toEqual([])
    const p = permuter([...premiere.values()].flat())
    const ensemble = p > 0.01 ? p : permuter([...(await mesurer(gestes, tours)).values()].flat())
    expect(ensemble, 'toutes ensemble').toBeGreaterThan(0.01)
    // Qui se met à animer perd l’accès ; abandonné, tout s’efface, les passages restent.
    await base.maintenance((tx) =>
      sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${diane.organisme}, ${diane.personne}, 'animation', 'D', now())`.execute(
        tx,
      ),
    )
    expect((await diane.lire(g1.url)).statut).toBe(404)
    await base.maintenance((tx) =>
      sql`delete from pole.mandat where compte_id = ${diane.personne}`.execute(tx),
    )
    const restes = () =>
      base.maintenance(async (tx) => {
        const tables = ['necessite', 'ecrit', 'piece', 'convention', 'accord', 'signature', 'pli_chiffre']
        const comptes = await Promise.all(
          tables.map((t) =>
            sql<{
              n: number
            }>`select count(*)::int4 as n from ${sql.id('marches', t)} where groupement_id = ${g1.id}`.execute(
              tx,
            ),
          ),
        )
        return Object.fromEntries(tables.map((t, i) => [t, comptes[i]?.rows[0]?.n]))
      })
    const avant = await restes()
    for (const t of ['necessite', 'ecrit', 'piece', 'convention', 'accord'])
      expect(avant[t], t).toBeGreaterThan(0)
    expect((await alice.aller(`${g1.url}/quitter`, { motif: 'Nous renonçons.' })).statut).toBe(303)
    expect((await alice.lire(g1.url)).statut).toBe(404)
    expect(Object.values(await restes())).toEqual([0, 0, 0, 0, 0, 0, 0])
    const { rows } = await base.maintenance((tx) =>
      sql<{
        passages: number
      }>`select count(*)::int4 as passages from marches.acces where groupement_id = ${g1.id} and du is not null`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ passages: 3 }])
  })
})
