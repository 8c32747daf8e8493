// Long parce que les trois sujets se jouent dans un même monde : le refaire par fichier coûterait chaque fois sa base.
/** L’intérêt à l’aveugle, le groupement, et les murs entre deux dossiers d’un même lot. */
import { sql } from 'kysely'
import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { poserAdhesion } from '../../comptes/test/comptes.ts'
import { rapprocher } from '../jobs/rapprocher.job.ts'
import { marches } from '../module.ts'

/** Un passage ordinaire en joue un échantillon ; `npm run murs`, tout. */
const entiers = process.env.COFORME_MURS === 'entiers'
const m = await monde({
  modules: [marches],
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
    basile: { roles: ['responsable'], chez: 'b' },
    chloe: { roles: ['responsable'], chez: 'c' },
    diane: { roles: ['responsable'], chez: 'd' },
    elias: { roles: ['responsable'], chez: 'e' },
    dehors: { roles: ['responsable'], chez: 'hors' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
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
const limite = new Date(Date.now() + 30 * 86_400_000)
const iso = `${limite.toISOString().slice(0, 19)}Z`
/** Un avis publié, et l’adresse de son lot. */
const unLot = async (objet = 'Accompagner vers l’emploi', departement = '35') => {
  const idweb = `26-${100_000 + Math.floor(Math.random() * 800_000)}`
  const contenu = {
    avis: {
      idweb,
      procedure: null,
      objet,
      acheteur: { nom: 'Région', siret: null },
      departements: [departement],
      cpv: ['80530000'],
      parution: new Date().toISOString().slice(0, 10),
      limite: iso,
      nature: 'marche',
      lots: [{ id: '5', intitule: 'Pays des Rias', limite: iso }],
      lies: [],
      attributions: [],
      signalements: [],
    },
    source: 'boamp',
    notice: null,
    pays: 'FRA',
    descripteurs: [],
    joursLimites: [],
  }
  await base.maintenance((tx) =>
    sql`insert into marches.avis (idweb, nature, parution, limite, contenu, recu_le) values (${idweb}, 'marche', current_date, ${limite}, ${JSON.stringify(contenu)}::jsonb, now())`.execute(
      tx,
    ),
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
    expect(plus / 500).toBeGreaterThan(0.01)
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
    await sonde.query('delete from plateforme.horloge_libre')
    await en(alice, (tx) =>
      sql`update marches.necessite set le = '2020-01-01', par = ${alice.personne} where groupement_id = ${g.id} and organisme_id = ${alice.organisme}`.execute(
        tx,
      ),
    )
    await sonde.query('insert into plateforme.horloge_libre default values')
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
    // Plus personne d’Appui ne peut le lire : une collègue y entre d’elle-même.
    const animer = (pose: boolean) =>
      base.maintenance((tx) =>
        (pose
          ? sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du) values (${pole}, ${alice.organisme}, ${alice.personne}, 'animation', 'A', now())`
          : sql`delete from pole.mandat where compte_id = ${alice.personne}`
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

    for (const qui of [basile, elias, chloe, anime, unionSansAnimer, armel]) {
      for (const chemin of [
        g1.url,
        '/marches/dossiers',
        '/marches',
        '/marches?format=csv',
        `/marches/avis/${l.idweb}`,
      ])
        expect((await qui.lire(chemin)).texte, chemin).not.toContain('Secret de g1')
      for (const geste of [
        'forme',
        'necessite',
        'convention',
        'accord',
        'constituer',
        'inviter',
        'acces',
        'reporter',
        'quitter',
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
    const nu = await base.client('coforme_web')
    let lignes = 0
    const fuites: string[] = []
    const tirages = entiers ? 10_000 : attaques.length * intrus.length
    for (let i = 0; i < tirages; i += 1) {
      const [organisme, personne] = intrus[
        entiers ? Math.floor(Math.random() * intrus.length) : i % intrus.length
      ] ?? ['', null]
      const texte =
        attaques[entiers ? Math.floor(Math.random() * attaques.length) : Math.floor(i / intrus.length)] ?? ''
      try {
        const r = (await nu.query(
          `begin; select porte.ouvrir_essai('${organisme}', ${personne === null ? 'null' : `'${personne}'`}, '*'); ${texte}; rollback`,
        )) as unknown as pg.QueryResult[]
        lignes += r[2]?.rowCount ?? 0
        if (r[2]?.rowCount)
          fuites.push(
            `${texte} (${Object.entries(gens).find(([, x]) => x.personne === personne)?.[0] ?? personne})`,
          )
      } catch {
        await nu.query('rollback')
      }
    }
    expect(fuites).toEqual([])
    expect(lignes).toBe(0)
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
    expect((await alice.aller(`${g1.url}/quitter`, { motif: 'Nous renonçons.' })).statut).toBe(303)
    expect((await alice.lire(g1.url)).statut).toBe(404)
    const { rows } = await base.maintenance((tx) =>
      sql<{ ecrits: number; passages: number }>`select
      (select count(*) from marches.necessite where groupement_id = ${g1.id})::int4 as ecrits,
      (select count(*) from marches.acces where groupement_id = ${g1.id} and du is not null)::int4 as passages`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ ecrits: 0, passages: 3 }])
  })
})
