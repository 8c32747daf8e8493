// Long parce que les deux dossiers se mènent ensemble, d’un bout à l’autre, dans un même monde.
/**
 * Trois coopératives en un groupement, deux en son rival sur le même lot, menées à la fois jusqu’à un lot attribué et une réponse rejetée. À chaque
 * pas, chacune des cinq, l’Union, qui anime, qui administre, une collègue non entrée et le rôle SQL regardent tout : pages, recherche, exports,
 * courriels, agenda, journal, tables. Rien d’un dossier ne se lit dans l’autre. Joué en ennemie : la même personne proposée aux deux, les
 * identifiants de l’un dans chaque formulaire de l’autre.
 */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { rangerUnReleve, rapprocher } from '#modules/marches/index.ts'
import { newId } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import {
  deBase64,
  desceller,
  enBase64,
  nouvelleCle,
  preparerSecours,
  sceller,
  totalDe,
} from '#web/islands/scelle/prix.ts'
import { contributionsDuFil } from '../../src/app/contributions.ts'
import { modules } from '../../src/app/modules.ts'
import { applicationModule } from '../../src/app/pages/application.ts'
import { pagesComposees } from '../../src/app/pages/module.ts'
import { poserAdhesion } from '../../src/modules/comptes/test/comptes.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'

const papiers = createPdfRenderer()
afterAll(() => papiers.close())
const m = await monde({
  modules: [
    ...modules,
    pagesComposees(modules),
    applicationModule([contributionsDuFil, ...modules.flatMap((x) => x.contributions ?? [])]),
  ],
  coops: { union: 'Union', a: 'Appui', b: 'Boussole', c: 'Cap', d: 'Dune', e: 'Estran' },
  gens: {
    anime: { roles: ['responsable'], chez: 'union' },
    deLUnion: { roles: ['responsable'], chez: 'union' },
    administre: { roles: ['responsable'], chez: 'union', union: true },
    alice: { roles: ['responsable'], chez: 'a' },
    armel: { roles: ['commercial'], chez: 'a' },
    double: { roles: ['responsable'], chez: 'a' },
    basile: { roles: ['responsable'], chez: 'b' },
    chloe: { roles: ['responsable'], chez: 'c' },
    diane: { roles: ['responsable'], chez: 'd' },
    elias: { roles: ['responsable'], chez: 'e' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
  services: { storage: postgresStorage(keysFromSeed('monde')), pdf: papiers },
})
const { base, anime, deLUnion, administre, alice, armel, double, basile, chloe, diane, elias } = m
await base.maintenance(async (tx) => {
  await poserPole(tx, [anime, alice, basile, chloe, diane, elias])
  // Une personne des deux camps : Appui, et Dune.
  await poserAdhesion(tx, {
    organisme: diane.organisme,
    compte: double.personne,
    roles: ['responsable'],
    portee: '*',
  })
})

const idweb = '26-100001'
const limite = new Date(Date.now() + 30 * 86_400_000)
const lot = `/marches/avis/${idweb}/lot/unique`
const jourDe = (decalage = 0) =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(Date.now() + decalage * 86_400_000)

/** Un dossier : sa marque, écrite dans tout ce qui s’y écrit et nulle part ailleurs ; son mandataire d’abord. */
/** `reserve` : ce que ses coopératives gardent chez elles, coffre et blocs, lu de toute leur équipe et d’aucune autre coopérative. */
type Camp = {
  readonly marque: string
  readonly reserve: string
  readonly gens: readonly Connectee[]
  url: string
  id: string
}
const un: Camp = { marque: 'Zephyrine', reserve: 'Xenophile', gens: [alice, basile, chloe], url: '', id: '' }
const deux: Camp = { marque: 'Ombelline', reserve: 'Yvelinoise', gens: [diane, elias], url: '', id: '' }
const camps = [un, deux]
const rivalDe = (c: Camp) => (c === un ? deux : un)
const mandataire = (c: Camp) => c.gens[0] as Connectee
const juriste = (c: Camp) => `juriste-${c.marque.toLowerCase()}@cabinet.example`
const observateurs: readonly (readonly [string, Connectee, Camp | null])[] = [
  ['alice', alice, un],
  ['basile', basile, un],
  ['chloe', chloe, un],
  ['diane', diane, deux],
  ['elias', elias, deux],
  ['double', double, un],
  ['armel', armel, null],
  ['qui anime', anime, null],
  ['l’Union', deLUnion, null],
  ['qui administre', administre, null],
]
/** Ce qui ne doit pas se lire : la marque, l’identifiant du dossier, et la réserve si `de` n’est d’aucune de ses coopératives. */
const traces = (c: Camp, de?: OrganismeId) => [
  c.marque,
  ...(c.id === '' ? [] : [c.id]),
  ...(c.gens.some((x) => x.organisme === de) ? [] : [c.reserve]),
]
const partout = [
  '/aujourdhui',
  '/recherche?q=zephyr',
  '/recherche?q=ombell',
  '/marches',
  '/marches?format=csv',
  `/marches/avis/${idweb}`,
  '/marches/attributions',
  '/marches/attributions?format=csv',
  '/marches/echeances.ics',
  '/marches/dossiers',
  '/marches/coffre',
  '/marches/blocs',
  '/marches/lecons',
  '/marches/aveugle',
  '/instance/marches',
  '/journal',
  '/documents',
]
const duDossier = [
  '',
  '/pieces',
  '/reglement',
  '/declaration',
  '/memoire',
  '/prix',
  '/acheteur',
  '/depot',
  '/suite',
  '/convention.json',
  '/convention.pdf',
  '/archive.zip',
  '/papiers/dc1/groupement',
  '/papiers/attri1/groupement',
  '/memoire.pdf',
]
const rien = newId()

const nu = await base.client('coforme_web')
/** Chaque table que le rôle de l’application peut lire. */
const tables = (
  await (
    await base.client('admin')
  ).query<{ t: string }>(
    `select n.nspname || '.' || quote_ident(c.relname) as t from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'v') and n.nspname !~ '^pg_|^information_schema$|^temoin|^graphile' and has_schema_privilege('coforme_app', n.oid, 'usage')
        and has_table_privilege('coforme_app', c.oid, 'select') order by 1`,
  )
).rows.map((r) => r.t)
const lignesAvec = async (organisme: string | null, personne: string | null, mots: readonly string[]) => {
  const fuites: string[] = []
  for (const t of tables) {
    await nu.query('begin')
    if (organisme !== null)
      await nu.query(
        `select porte.ouvrir_essai('${organisme}', ${personne === null ? 'null' : `'${personne}'`}, '*')`,
      )
    const n = await nu
      .query(`select from ${t} x where x::text ilike any ($1)`, [mots.map((x) => `%${x}%`)])
      .then((r) => r.rowCount ?? 0)
      .catch((e: { code?: string }) => (e.code === '42501' ? 0 : Promise.reject(e)))
    await nu.query('rollback')
    if (n > 0) fuites.push(`${t} : ${n}`)
  }
  return fuites
}

/** Tout le monde regarde tout ; rend ce qui se lit de trop, et où. */
const regarder = async (pas: string, { entier = false } = {}) => {
  const fuites: string[] = []
  for (const [nom, qui, camp] of observateurs) {
    // « double » est entrée chez l’un ; le compte de qui n’est de rien ne lit rien de personne.
    const interdits = camps.filter((c) => c !== camp)
    const mots = interdits.flatMap((c) => traces(c, qui.organisme))
    for (const chemin of partout) {
      const lu = await qui.lire(chemin)
      for (const mot of mots)
        if (lu.texte.toLowerCase().includes(mot.toLowerCase()))
          fuites.push(`${pas}, ${nom}, ${chemin} : ${mot}`)
    }
    for (const c of camps.filter((x) => x.id !== ''))
      for (const x of duDossier) {
        const lu = await qui.lire(`${c.url}${x}`)
        if (c === camp) {
          for (const mot of mots)
            if (lu.texte.toLowerCase().includes(mot.toLowerCase()))
              fuites.push(`${pas}, ${nom}, son ${x} : ${mot}`)
          continue
        }
        // D’un dossier qui n’est pas le sien, la même réponse que d’un qui n’existe pas.
        const faux = await qui.lire(`${c.url}${x}`.replace(c.id, rien))
        if (lu.statut !== faux.statut || lu.texte.replaceAll(c.id, rien) !== faux.texte)
          fuites.push(`${pas}, ${nom}, ${c.marque}${x} : ${lu.statut} au lieu de ${faux.statut}`)
      }
    if (entier)
      for (const f of await lignesAvec(qui.organisme, qui.personne, mots))
        fuites.push(`${pas}, ${nom} en SQL, ${f}`)
  }
  if (entier) {
    for (const f of await lignesAvec(
      null,
      null,
      camps.flatMap((c) => traces(c)),
    ))
      fuites.push(`${pas}, sans personne, ${f}`)
    for (const f of await lignesAvec(diane.organisme, double.personne, traces(deux, diane.organisme)))
      fuites.push(`${pas}, double chez Dune, ${f}`)
  }
  // Un courriel qui porte la marque d’un dossier ne va qu’aux siens, et à qui ils demandent un avis.
  const courriels = await m.courriels()
  for (const c of camps) {
    const siens = [...c.gens.map((x) => x.courriel), juriste(c)]
    for (const x of courriels)
      if (
        traces(c).some((mot) => `${x.objet}\n${x.texte}`.toLowerCase().includes(mot.toLowerCase())) &&
        !siens.includes(x.a)
      )
        fuites.push(`${pas}, un courriel de ${c.marque} à ${x.a}`)
  }
  expect(fuites).toEqual([])
  // L’essai n’est pas vide : chacun lit sa propre marque.
  for (const c of camps)
    for (const qui of c.gens)
      expect((await qui.lire(c.url)).texte, `${pas} : ${c.marque}`).toContain(c.marque)
}

const envoyer = async (qui: Connectee, chemin: string, champs: Parameters<Connectee['aller']>[1]) => {
  const r = await qui.aller(chemin, champs)
  expect([r.statut, /role="alert"[^>]*>([^<]{0,200})/.exec(r.texte)?.[1] ?? ''], chemin).toEqual([303, ''])
  return r
}
const avecFichier = (champs: Record<string, string>, nom = 'fichier') => {
  const f = new FormData()
  for (const [k, v] of Object.entries(champs)) f.set(k, v)
  f.set(nom, new File([pdfDEssai()], 'piece.pdf', { type: 'application/pdf' }))
  return f
}
/** Joue ce qui est enfilé sous ces noms, comme le travailleur. */
const jouer = async (...noms: readonly string[]) => {
  const jobs: Readonly<Record<string, JobHandler>> = Object.assign({}, ...modules.map((x) => x.jobs ?? {}))
  const { rows } = await base.worker.withoutTenant((tx) =>
    sql<{ nom: string; payload: { organisme: OrganismeId } }>`
      with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
        where t.id = j.task_id and t.identifier = any (${[...noms]}) returning j.id, t.identifier as nom, j.payload)
      select nom, payload from prises order by id`.execute(tx),
  )
  for (const { nom, payload } of rows) await jobs[nom]?.(payload, m.worker)
}
const identifiant = (html: string, motif: RegExp) => motif.exec(html)?.[1] ?? ''

describe('deux groupements rivaux du même lot', () => {
  it('se forment : chacune entre d’un côté, et la personne double d’un seul', async () => {
    await rangerUnReleve(
      m.worker,
      new TextEncoder().encode(
        JSON.stringify({
          results: [
            {
              idweb,
              objet: 'Accompagner vers l’emploi',
              nomacheteur: 'Région',
              code_departement: ['35'],
              dateparution: new Date().toISOString().slice(0, 10),
              datelimitereponse: limite.toISOString(),
              descripteur_libelle: ['Formation'],
              nature: 'APPEL_OFFRE',
              etat: 'INITIAL',
            },
          ],
        }),
      ),
    )
    const pole = identifiant(
      (await anime.lire('/marches/aveugle')).texte,
      /name="pole" value="([0-9a-f-]{36})"/,
    )
    await envoyer(anime, '/marches/aveugle/ouvrir', {
      pole,
      juriste: 'Maître N.',
      lueLe: '01/11/2026',
      reserves: '',
    })
    const toutes = camps.flatMap((c) => c.gens)
    for (const qui of toutes)
      await envoyer(qui, `${lot}/declarer`, {
        capable: 'non',
        manques: 'volume',
        texte: 'Une partie du lot seulement.',
        territoire: 'Brest',
        volume: '110',
        ouvert: 'membre',
      })
    await rapprocher({}, m.worker)
    for (const qui of toutes) await envoyer(qui, `${lot}/nommer`, {})
    await rapprocher({}, m.worker)
    for (const c of camps) {
      const { vers } = await envoyer(mandataire(c), `${lot}/table`, { malgre: 'on' })
      c.url = vers
      c.id = vers.split('/').at(-1) ?? ''
    }
    for (const c of camps)
      for (const qui of c.gens.slice(1)) await envoyer(qui, '/marches/dossiers/entrer', { groupement: c.id })
    // La même personne, proposée aux deux : entrée d’un côté, l’autre lui reste fermé, et ne l’apprend pas.
    for (const c of camps) await mandataire(c).aller(`${c.url}/acces`, { compte: double.personne })
    await envoyer(double, '/marches/dossiers/entrer', { groupement: un.id })
    expect(
      await base.enTantQue(
        diane.organisme,
        { personne: double.personne },
        async (tx) =>
          (await sql<{ r: string }>`select porte.groupement_accepter(${deux.id}, now()) as r`.execute(tx))
            .rows[0]?.r,
      ),
    ).toBe('deja-ailleurs')
    for (const c of camps)
      for (const qui of c.gens)
        await envoyer(qui, `${c.url}/necessite`, {
          motifs: 'volume',
          capable: 'non',
          texte: `${c.marque} : quatre formatrices pour deux cent soixante journées, il en manque la moitié.`,
        })
    await regarder('formés', { entier: true })
  })

  it('se constituent, lisent le règlement, versent leurs pièces, demandent un avis, font signer', async () => {
    for (const c of camps) {
      await envoyer(mandataire(c), `${c.url}/forme`, { forme: 'conjoint' })
      for (const qui of c.gens)
        await envoyer(qui, `${c.url}/declaration`, {
          denomination: `${c.marque} SCOP`,
          siret: '12345678901234',
          adresse: `1 rue ${c.marque}, 29200 Brest`,
          moyens: `Quatre formatrices ${c.marque}`,
        })
      const part = c.gens.length === 3 ? ['40', '30', '30'] : ['60', '40']
      await envoyer(mandataire(c), `${c.url}/convention`, {
        ...Object.fromEntries(
          ['mandat', 'defaillance', 'confidentialite', 'supports', 'litiges'].map((k) => [
            k,
            `Une clause écrite en toutes lettres, ${c.marque}.`,
          ]),
        ),
        ...Object.fromEntries(
          part.flatMap((p, i) => [
            [`tient${i}`, `module ${c.marque}`],
            [`part${i}`, p],
          ]),
        ),
      })
      for (const qui of c.gens.slice(1)) await envoyer(qui, `${c.url}/accord`, { version: '1' })
      await envoyer(mandataire(c), `${c.url}/constituer`, {})
    }
    await regarder('constitués')
    for (const c of camps) {
      await envoyer(mandataire(c), `${c.url}/reglement`, {
        voie: 'marche',
        reference: `REF-${c.marque}`,
        criteres: 'Prix : 40',
        autres: `Note ${c.marque}`,
        noms: '',
        pieces: ['kbis', 'memoire', 'attri1'],
      })
      for (const qui of c.gens) {
        await envoyer(
          qui,
          '/marches/coffre/ranger',
          avecFichier({ genre: 'kbis', titre: `Kbis ${c.reserve}`, expireLe: '31/12/2099', accord: '' }),
        )
        await envoyer(
          qui,
          `${c.url}/pieces/verser`,
          avecFichier({ exigence: 'kbis', expireLe: '31/12/2099' }),
        )
        await envoyer(qui, `${c.url}/acheteur/question`, {
          texte: `Les repas ${c.marque} sont-ils compris ?`,
        })
        await envoyer(qui, '/marches/blocs/garder', {
          titre: `Accueillir ${c.reserve}`,
          texte: `Vingt signes au moins pour ${c.reserve}.`,
          auteur: c.reserve,
          licence: 'cc-by-sa',
        })
        const bloc = identifiant(
          (await qui.lire('/marches/blocs')).texte,
          /name="bloc" value="([0-9a-f-]{36})"/,
        )
        await envoyer(qui, `${c.url}/memoire/reprendre`, { bloc, place: '1', motif: '' })
        await envoyer(qui, '/cooperative/signataires', {
          personne: qui.personne,
          qualite: 'gérante',
          genre: 'fonction',
          debut: '01/01/2026',
        })
        await envoyer(qui, `${c.url}/signer`, {
          signataire: identifiant(
            (await qui.lire(c.url)).texte,
            /<option value="([0-9a-f-]{36})"[^>]*>[^<]*, gérante/,
          ),
        })
      }
      await envoyer(mandataire(c), `${c.url}/demander-avis`, {
        nom: 'Maître N.',
        qualite: 'avocate',
        courriel: juriste(c),
        repondreA: mandataire(c).courriel,
        question: `Pouvons-nous répondre ensemble, ${c.marque} ?`,
      })
    }
    await jouer('marches.envoyer-convention', 'marches.ouvrir-avis')
    for (const c of camps)
      expect((await m.courriels()).some((x) => x.a === juriste(c) && x.texte.includes(c.marque))).toBe(true)
    await regarder('pièces versées', { entier: true })
  })

  it('les identifiants de l’un, dans chaque formulaire de l’autre, ne font ni ne disent rien', async () => {
    for (const c of camps) {
      const rival = rivalDe(c)
      const elle = mandataire(rival)
      const sienne = async (chemin: string, motif: RegExp) =>
        identifiant((await mandataire(c).lire(`${c.url}${chemin}`)).texte, motif)
      const piece = await sienne('/pieces', /name="piece" value="([0-9a-f-]{36})"/)
      const bloc = await sienne('/memoire', /name="cle" value="([0-9a-f-]{36})"/)
      const question = await sienne('/acheteur', /<option value="([0-9a-f-]{36})"[^>]*>Les repas/)
      const avis = await sienne('', /<option value="([0-9a-f-]{36})"[^>]*>Maître N\., demandé/)
      const coffre = identifiant(
        (await mandataire(c).lire('/marches/coffre')).texte,
        /name="piece" value="([0-9a-f-]{36})"/,
      )
      const gardé = identifiant(
        (await mandataire(c).lire('/marches/blocs')).texte,
        /name="bloc" value="([0-9a-f-]{36})"/,
      )
      for (const x of [piece, bloc, question, avis, coffre, gardé]) expect(x).toMatch(/^[0-9a-f-]{36}$/)
      const avant = await base.maintenance(
        async (tx) =>
          (
            await sql<{
              n: string
            }>`select ((select count(*) from marches.ecrit) || '/' || (select count(*) from marches.piece) || '/'
              || (select count(*) from marches.piece where retiree_le is not null) || '/' || (select count(*) from marches.coffre where retiree_le is null)
              || '/' || (select count(*) from marches.bloc where retire_le is null) || '/' || (select count(*) from marches.acces)
              || '/' || (select count(*) from marches.signature)) as n`.execute(tx)
          ).rows[0]?.n,
      )
      const essais: readonly (readonly [string, Record<string, string>])[] = [
        ['/marches/dossiers/entrer', { groupement: c.id }],
        [`${rival.url}/acces`, { compte: mandataire(c).personne }],
        [`${rival.url}/signer`, { signataire: newId() }],
        [`${rival.url}/recopier-avis`, { avis, sens: 'favorable', le: jourDe(), texte: 'Un avis recopié.' }],
        [`${rival.url}/pieces/retirer`, { piece, motif: 'essai' }],
        [`${rival.url}/pieces/verser`, { exigence: 'kbis', coffre, motif: '' }],
        [`${rival.url}/acheteur/reponse`, { question, poseeLe: jourDe(), reponse: 'Rien.' }],
        [`${rival.url}/memoire/reprendre`, { bloc: gardé, place: '1', motif: '' }],
        [`${rival.url}/memoire/relire`, { cle: bloc, rang: '1', note: 'lu' }],
        [`${rival.url}/memoire/commenter`, { bloc, texte: 'Un commentaire.' }],
        [`${rival.url}/memoire/oter`, { cle: bloc, rang: '1', motif: '' }],
        ['/marches/coffre/retirer', { piece: coffre }],
        ['/marches/blocs/retirer', { bloc: gardé }],
        ...[
          'forme',
          'necessite',
          'convention',
          'accord',
          'constituer',
          'quitter',
          'signer',
          'demander-avis',
        ].map((x): [string, Record<string, string>] => [
          `${c.url}/${x}`,
          { motif: 'Un motif.', forme: 'solidaire', version: '1' },
        ]),
        ...['pieces/verser', 'pieces/retirer', 'prix/cle', 'prix/sceller', 'prix/ouvrir', 'depot/garder'].map(
          (x): [string, Record<string, string>] => [`${c.url}/${x}`, { motif: 'Un motif.' }],
        ),
      ]
      const passes: string[] = []
      for (const [chemin, champs] of essais) {
        const r = await elle.aller(chemin, champs)
        if (r.statut < 400) passes.push(`${chemin} : ${r.statut} ${r.vers}`)
        for (const mot of traces(c))
          if (r.texte.includes(mot) && !chemin.startsWith(c.url)) passes.push(`${chemin} dit ${mot}`)
      }
      // Les liens de l’un, collés dans l’autre.
      for (const x of [`/pieces/${piece}/fichier`, `/papiers/dc2/${mandataire(c).organisme}`]) {
        const r = await elle.lire(`${rival.url}${x}`)
        if (r.statut < 400) passes.push(`${x} : ${r.statut}`)
      }
      for (const x of [`/marches/coffre/${coffre}/fichier`, `/marches/blocs/${gardé}`]) {
        const r = await elle.lire(x)
        if (r.statut < 400) passes.push(`${x} : ${r.statut}`)
      }
      expect(passes).toEqual([])
      const apres = await base.maintenance(
        async (tx) =>
          (
            await sql<{
              n: string
            }>`select ((select count(*) from marches.ecrit) || '/' || (select count(*) from marches.piece) || '/'
              || (select count(*) from marches.piece where retiree_le is not null) || '/' || (select count(*) from marches.coffre where retiree_le is null)
              || '/' || (select count(*) from marches.bloc where retire_le is null) || '/' || (select count(*) from marches.acces)
              || '/' || (select count(*) from marches.signature)) as n`.execute(tx)
          ).rows[0]?.n,
      )
      expect(apres).toBe(avant)
    }
  })

  it('scellent, ouvrent, déposent ; l’un est attribué, l’autre rejeté, et chacun le sait seul', async () => {
    const lu = (html: string) =>
      JSON.parse((/data-lu="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"')) as {
        plis: { organisme: string; rang: number; engagement: string; chiffre: string }[]
      }
    for (const c of camps) {
      const cles = await Promise.all(c.gens.map(() => nouvelleCle()))
      for (const [i, qui] of c.gens.entries())
        await envoyer(qui, `${c.url}/prix/cle`, { publique: cles[i]?.publique ?? '' })
      const secours =
        c.gens.length < 3
          ? undefined
          : await preparerSecours(
              2,
              c.gens
                .slice(1)
                .map((x, i) => ({ organisme: x.organisme, publique: cles[i + 1]?.publique ?? '' })),
            )
      if (secours) await envoyer(mandataire(c), `${c.url}/prix/secours`, { secours: JSON.stringify(secours) })
      for (const [i, qui] of c.gens.entries()) {
        const pour = [
          ...new Set(
            [cles[0]?.publique, secours?.destinataire, cles[i]?.publique].filter((x) => x !== undefined),
          ),
        ]
        const pli = await sceller(
          {
            groupement: c.id,
            membre: qui.organisme,
            lignes: [{ poste: c.marque, unite: 'jour', quantite: 100, centimes: 1000 + i }],
          },
          pour,
        )
        await envoyer(qui, `${c.url}/prix/sceller`, {
          engagement: enBase64(pli.engagement),
          chiffre: enBase64(pli.chiffre),
          pour: pour.join(' '),
        })
      }
      await envoyer(mandataire(c), `${c.url}/prix/ouvrir`, { motif: `Agréger, ${c.marque}.` })
      const { plis } = lu((await mandataire(c).lire(`${c.url}/prix`)).texte)
      let total = 0
      for (const p of plis) {
        const attendu = { engagement: deBase64(p.engagement), groupement: c.id, membre: p.organisme }
        total += totalDe((await desceller(deBase64(p.chiffre), cles[0]?.identite ?? '', attendu)).prix.lignes)
      }
      await envoyer(mandataire(c), `${c.url}/prix/total`, {
        centimes: String(total),
        plis: plis.map((p) => p.rang).join(','),
        fideles: 'oui',
      })
    }
    await regarder('prix ouverts')
    m.regler(new Date())
    await base.maintenance((tx) =>
      sql`update marches.groupement set limite = now() - interval '1 minute' where groupement_id = any (${camps.map((c) => c.id)}::uuid[])`.execute(
        tx,
      ),
    )
    const ilYA = new Date(Date.now() - 7_200_000)
    const heure = new Intl.DateTimeFormat('fr-FR', {
      timeZone: 'Europe/Paris',
      hour: '2-digit',
      minute: '2-digit',
    })
    for (const c of camps)
      await envoyer(
        mandataire(c),
        `${c.url}/depot/garder`,
        avecFichier(
          {
            jour: new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris' }).format(ilYA),
            heure: heure.format(ilYA).replace(':', ' h '),
            empreinte: '',
            complet: 'on',
            note: `Déposé, ${c.marque}`,
          },
          'accuse',
        ),
      )
    await regarder('déposés')
    for (const c of camps) {
      await envoyer(mandataire(c), `${c.url}/suite/issue`, {
        etat: c === un ? 'attribue' : 'rejete',
        le: jourDe(),
        attributaire: c === un ? c.marque : 'un autre groupement',
        motifs: `Motifs ${c.marque}`,
        notes: 'Prix : 32/40',
      })
      for (const qui of c.gens)
        await envoyer(qui, `${c.url}/suite/lecon`, { texte: `Leçon ${c.marque}, entre nous.` })
    }
    await envoyer(alice, `${un.url}/suite/marche`, {
      numero: 'M-Zephyrine',
      payeur: 'region',
      circuit: 'direct',
    })
    await envoyer(alice, `${un.url}/suite/commande`, {
      numero: 'BC-Zephyrine',
      le: jourDe(),
      montant: '1 000',
      membre: chloe.organisme,
      objet: 'Un groupe Zephyrine',
    })
    const commande = identifiant(
      (await chloe.lire(`${un.url}/suite`)).texte,
      /name="commande" value="([0-9a-f-]{36})"/,
    )
    const execution = {
      commande,
      session: '',
      heures: '10',
      stagiaires: '4',
      factures: '900',
      ligne: 'C.6',
      motif: '',
    }
    await envoyer(chloe, `${un.url}/suite/execution`, execution)
    // La commande de l’un, dans le formulaire de l’autre.
    for (const geste of ['execution', 'visa', 'commande', 'annuler', 'marche'])
      expect(
        (
          await diane.aller(`${deux.url}/suite/${geste}`, {
            ...execution,
            bon: commande,
            decision: 'accepte',
          })
        ).statut,
        geste,
      ).toBeGreaterThanOrEqual(400)
    await regarder('attribué et rejeté', { entier: true })
  })

  it('l’un abandonné ou la personne sortie, le mur tient encore', async () => {
    // Qui est sortie de l’un n’entre pas en face ; qui se met à animer perd tout.
    expect(
      (await diane.aller('/marches/dossiers/entrer', { groupement: un.id })).statut,
    ).toBeGreaterThanOrEqual(400)
    expect(
      (await basile.aller('/marches/dossiers/entrer', { groupement: deux.id })).statut,
    ).toBeGreaterThanOrEqual(400)
    for (const c of camps)
      expect(
        await base.enTantQue(
          mandataire(rivalDe(c)).organisme,
          { personne: mandataire(rivalDe(c)).personne },
          async (tx) =>
            (await sql<{ r: string }>`select porte.groupement_accepter(${c.id}, now()) as r`.execute(tx))
              .rows[0]?.r,
        ),
      ).not.toBe('entree')
    await regarder('après')
  })
})
