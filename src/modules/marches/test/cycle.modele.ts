// Long parce qu’une vie se joue d’un seul modèle : chaque geste y lit ce que les autres ont laissé.
/**
 * La vie d’un groupement, jouée au hasard contre la base, sous le rôle de chaque coopérative. Le modèle dit d’avance chaque réponse ; la base
 * répond la même, et son état reste celui du modèle.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { type MaintenanceTx, newId, type TenantTx } from '#platform/db/index.ts'

type Qui = 'a' | 'b'
type Modele = {
  etat: 'tour-de-table' | 'constitue' | 'abandonne'
  passe: boolean
  attribue: boolean
  signe: boolean
  /** Le mandataire est toujours dedans. */
  b: 'invitee' | 'dedans' | 'sortie'
  forme: string | null
  convention: { version: number; forme: string | null; aDeux: boolean } | null
  accords: Set<Qui>
  necessites: Set<Qui>
  issues: number
  /** Ce qui est déclaré au dossier : des lignes que l’abandon efface. */
  declares: number
  /** Le rang du dernier pli de chacun, de tous les plis, et jusqu’où une ouverture les couvre. */
  plis: Partial<Record<Qui, number>>
  /** Son premier : couvert par une ouverture, le mandataire en lit un. */
  premiers: Partial<Record<Qui, number>>
  rangs: number
  leves: number
  /** Les tours à prix écrits ; `depuis` : le rang du dernier pli d’avant le dernier tour. */
  tours: number
  tour: { depuis: number; leve: boolean; repondu: boolean } | null
  totaux: number
}
export type Reel = {
  readonly id: string
  readonly en: <T>(qui: Qui, faire: (tx: TenantTx) => Promise<T>) => Promise<T>
  readonly enBase: <T>(faire: (tx: MaintenanceTx) => Promise<T>) => Promise<T>
  readonly organismes: Readonly<Record<Qui, string>>
}
const neuf = (): Modele => ({
  etat: 'tour-de-table',
  passe: false,
  attribue: false,
  signe: false,
  b: 'invitee',
  forme: null,
  convention: null,
  accords: new Set(),
  necessites: new Set(),
  issues: 0,
  declares: 0,
  plis: {},
  premiers: {},
  rangs: 0,
  leves: 0,
  tours: 0,
  tour: null,
  totaux: 0,
})
/** La manche que l’acheteur a ouverte, s’il y en a une qui court. */
const mancheDuModele = (m: Modele) =>
  m.etat === 'constitue' && m.passe && !m.signe && m.issues === 0 && m.tour && !m.tour.repondu
    ? m.tour
    : undefined
const presents = (m: Modele): readonly Qui[] => (m.b === 'dedans' ? ['a', 'b'] : ['a'])
const lit = (m: Modele, qui: Qui) => m.etat !== 'abandonne' && (qui === 'a' || m.b === 'dedans')
const compose = (m: Modele, qui: Qui) => lit(m, qui) && m.etat === 'tour-de-table' && !m.passe

/** Ce que la base répond d’une porte. */
const porte = (r: Reel, qui: Qui, appel: string): Promise<string> =>
  r.en(
    qui,
    async (tx) => (await sql<{ r: string }>`select ${sql.raw(appel)} as r`.execute(tx)).rows[0]?.r ?? '',
  )
/** Vrai si une ligne au moins s’est écrite ; un mur ou une garde qui refuse rend faux. */
const ecrit = (r: Reel, qui: Qui, texte: string): Promise<boolean> =>
  r
    .en(qui, async (tx) => ((await sql.raw(texte).execute(tx)).numAffectedRows ?? 0n) > 0n)
    .catch((e: { code?: string }) => {
      if (e.code === '42501' || e.code === '23503' || e.code === '23505') return false
      throw e
    })

type Commande = fc.AsyncCommand<Modele, Reel>
const commande = (nom: string, jouer: (m: Modele, r: Reel) => Promise<void>): Commande => ({
  check: () => true,
  toString: () => nom,
  async run(m, r) {
    await jouer(m, r)
    const reel = await r.enBase(
      async (tx) =>
        (
          await sql<{
            etat: string
            membres: number
            necessites: number
            signe: boolean
            restes: number
          }>`select g.etat, g.signe_le is not null as signe,
            (select count(*) from marches.membre m where m.groupement_id = ${r.id} and m.accepte_le is not null and m.sorti_le is null)::int4 as membres,
            (select count(*) from marches.necessite n where n.groupement_id = ${r.id})::int4 as necessites,
            case when g.etat <> 'abandonne' then 0 else (select count(*) from marches.ecrit x where x.groupement_id = ${r.id})
              + (select count(*) from marches.piece x where x.groupement_id = ${r.id}) + (select count(*) from marches.pli_chiffre x where x.groupement_id = ${r.id})
              + (select count(*) from marches.convention x where x.groupement_id = ${r.id}) + (select count(*) from marches.accord x where x.groupement_id = ${r.id})
              + (select count(*) from marches.signature x where x.groupement_id = ${r.id}) end::int4 as restes
            from marches.groupement g where g.groupement_id = ${r.id}`.execute(tx)
        ).rows[0],
    )
    expect(reel, nom).toEqual({
      etat: m.etat,
      membres: m.etat === 'abandonne' ? 0 : m.b === 'dedans' ? 2 : 1,
      necessites: m.necessites.size,
      signe: m.signe,
      restes: 0,
    })
  },
})

const entrer = commande('b entre', async (m, r) => {
  const dit = await porte(r, 'b', `porte.groupement_accepter('${r.id}', now())`)
  const attendu =
    m.etat === 'abandonne' || m.b === 'sortie'
      ? 'introuvable'
      : m.b === 'dedans'
        ? 'entree'
        : compose(m, 'a')
          ? 'entree'
          : 'ferme'
  expect(dit, 'entrer').toBe(attendu)
  if (dit === 'entree') m.b = 'dedans'
})
const necessite = (qui: Qui) =>
  commande(`${qui} écrit sa raison`, async (m, r) => {
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.necessite (groupement_id, motifs, capable_seule, texte, le) values ('${r.id}', '{volume}', false, repeat('x', 50), now())
        on conflict (groupement_id, organisme_id) do update set texte = excluded.texte`,
    )
    expect(fait, 'raison').toBe(compose(m, qui))
    if (fait) m.necessites.add(qui)
  })
const forme = (f: string) =>
  commande(`la forme est ${f}`, async (m, r) => {
    const fait = await ecrit(
      r,
      'a',
      `update marches.groupement set forme = '${f}', version = version + 1 where groupement_id = '${r.id}'`,
    )
    expect(fait, 'forme').toBe(compose(m, 'a'))
    if (fait) m.forme = f
  })
const convention = (qui: Qui) =>
  commande(`${qui} écrit la convention`, async (m, r) => {
    const version = (m.convention?.version ?? 0) + 1
    const parts = [r.organismes.a, ...(m.b === 'dedans' ? [r.organismes.b] : [])].map((organisme) => ({
      organisme,
    }))
    const contenu = JSON.stringify({ forme: m.forme, parts })
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.convention (groupement_id, version, contenu, le) values ('${r.id}', ${version}, '${contenu}', now())`,
    )
    expect(fait, 'convention').toBe(qui === 'a' && compose(m, 'a'))
    if (!fait) return
    m.convention = { version, forme: m.forme, aDeux: m.b === 'dedans' }
    m.accords = new Set()
  })
const accord = (qui: Qui) =>
  commande(`${qui} accorde`, async (m, r) => {
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.accord (groupement_id, version, le) values ('${r.id}', ${m.convention?.version ?? 1}, now())`,
    )
    expect(fait, 'accord').toBe(compose(m, qui) && m.convention !== null && !m.accords.has(qui))
    if (fait) m.accords.add(qui)
  })
const constituer = (qui: Qui) =>
  commande(`${qui} constitue`, async (m, r) => {
    const dit = await porte(r, qui, `porte.groupement_constituer('${r.id}', now())`)
    const attendu =
      qui === 'b' || !lit(m, 'a')
        ? 'refuse'
        : !compose(m, 'a')
          ? 'ferme'
          : m.b !== 'dedans'
            ? 'seule'
            : m.necessites.size < 2
              ? 'sans-necessite'
              : m.forme === null
                ? 'sans-forme'
                : m.accords.size < 2
                  ? 'sans-accord'
                  : m.convention?.forme !== m.forme || !m.convention.aDeux
                    ? 'convention-perimee'
                    : 'constitue'
    expect(dit, 'constituer').toBe(attendu)
    if (dit === 'constitue') m.etat = 'constitue'
  })
const quitter = (qui: Qui) =>
  commande(`${qui} sort`, async (m, r) => {
    const dit = await porte(r, qui, `porte.groupement_quitter('${r.id}', 'un motif', now())`)
    const attendu = !lit(m, qui)
      ? 'refuse'
      : m.passe && !m.signe
        ? 'gelee'
        : qui === 'a'
          ? m.signe
            ? 'signee'
            : 'abandonne'
          : 'sortie'
    expect(dit, 'quitter').toBe(attendu)
    if (dit === 'abandonne') {
      m.etat = 'abandonne'
      m.plis = {}
      m.necessites.clear()
    }
    if (dit === 'sortie') {
      m.b = 'sortie'
      if (!m.signe) {
        delete m.plis.b
        m.necessites.delete('b')
        m.accords.delete('b')
        if (m.etat === 'constitue') m.etat = 'tour-de-table'
      }
    }
  })
const declarer = (qui: Qui) =>
  commande(`${qui} déclare`, async (m, r) => {
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.ecrit (groupement_id, id, genre, rang, contenu, le) values ('${r.id}', '${newId()}', 'capacite', ${m.declares + 1}, '{}', now())`,
    )
    expect(fait, 'declarer').toBe(lit(m, qui) && !m.passe)
    if (fait) m.declares += 1
  })
const sceller = (qui: Qui) =>
  commande(`${qui} scelle`, async (m, r) => {
    const dit = await porte(
      r,
      qui,
      `porte.sceller_prix('${r.id}', sha256('a'), decode(repeat('00', 8300), 'hex'), now())`,
    )
    expect(dit, 'sceller').toBe(
      !lit(m, qui)
        ? 'refuse'
        : mancheDuModele(m) || (m.etat === 'constitue' && !m.passe)
          ? 'scelle'
          : 'ferme',
    )
    if (dit !== 'scelle') return
    m.rangs += 1
    m.plis[qui] = m.rangs
    m.premiers[qui] ??= m.rangs
  })
const lever = (qui: Qui) =>
  commande(`${qui} ouvre les prix`, async (m, r) => {
    const dit = await porte(
      r,
      qui,
      `porte.lever_les_scelles('${r.id}', gen_random_uuid(), 'un motif', now())`,
    )
    const manche = mancheDuModele(m)
    expect(dit, 'lever').toBe(
      qui === 'b' || !lit(m, 'a')
        ? 'refuse'
        : !manche && (m.etat !== 'constitue' || m.passe)
          ? 'ferme'
          : presents(m).every((q) => (m.plis[q] ?? 0) > (manche?.depuis ?? 0))
            ? 'levee'
            : 'incomplet',
    )
    if (dit !== 'levee') return
    m.leves = m.rangs
    if (m.tour) m.tour.leve = true
  })
/** Les chiffrés que la base remet : le sien, et au mandataire ceux qu’une ouverture couvre. */
const chiffres = (qui: Qui) =>
  commande(`${qui} lit les chiffrés`, async (m, r) => {
    const autre: Qui = qui === 'a' ? 'b' : 'a'
    const lus = await porte(r, qui, `(select count(*)::text from porte.plis_chiffres('${r.id}'))`)
    const sien = lit(m, qui) && m.plis[qui] ? 1 : 0
    const rang = m.premiers[autre]
    const des = lit(m, qui) && qui === 'a' && m.b === 'dedans' && rang && rang <= m.leves ? 1 : 0
    expect(Number(lus), 'chiffrés').toBe(sien + des)
  })
const dire = commande('a dit le total', async (m, r) => {
  const fait = await ecrit(
    r,
    'a',
    `insert into marches.ecrit (groupement_id, id, genre, rang, contenu, le) values ('${r.id}', '${newId()}', 'total', ${m.totaux + 1}, '{}', now())`,
  )
  const manche = mancheDuModele(m)
  expect(fait, 'total').toBe(lit(m, 'a') && m.etat === 'constitue' && (manche ? manche.leve : !m.passe))
  if (fait) m.totaux += 1
})
const negocier = (qui: Qui) =>
  commande(`${qui} écrit un tour à prix`, async (m, r) => {
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.ecrit (groupement_id, id, genre, cle, rang, contenu, le) values ('${r.id}', '${newId()}', 'negociation', 't${m.tours}', 1,
        jsonb_build_object('prix', true, 'reponduLe', null, 'jusquau', to_char(now() + interval '3 days', 'YYYY-MM-DD')), now())`,
    )
    expect(fait, 'negocier').toBe(qui === 'a' && lit(m, 'a') && m.etat === 'constitue' && m.passe)
    if (!fait) return
    m.tours += 1
    m.tour = { depuis: m.rangs, leve: false, repondu: false }
  })
/** Répond au dernier tour, sans redire « prix » : la manche se ferme, et celle d’avant ne se rouvre pas. */
const repondre = commande('a répond au dernier tour', async (m, r) => {
  if (m.tours === 0 || m.tour?.repondu) return
  const fait = await ecrit(
    r,
    'a',
    `insert into marches.ecrit (groupement_id, id, genre, cle, rang, contenu, le) values ('${r.id}', '${newId()}', 'negociation', 't${m.tours - 1}', 2,
      '{"prix":false,"reponduLe":"2020-01-01","jusquau":"2099-01-01"}', now())`,
  )
  expect(fait, 'repondre').toBe(lit(m, 'a') && m.etat === 'constitue' && m.passe)
  if (fait && m.tour) m.tour.repondu = true
})
const reporter = (qui: Qui) =>
  commande(`${qui} reporte la date limite`, async (m, r) => {
    const dit = await porte(r, qui, `porte.groupement_reporter('${r.id}', now() + interval '10 days', now())`)
    expect(dit, 'reporter').toBe(
      qui === 'b' || !lit(m, 'a') ? 'refuse' : !m.signe && m.issues === 0 ? 'reporte' : 'ferme',
    )
    if (dit === 'reporte') m.passe = false
  })
const passer = commande('la date limite passe', async (m, r) => {
  await r.enBase((tx) =>
    sql`update marches.groupement set limite = now() - interval '1 second' where groupement_id = ${r.id}`.execute(
      tx,
    ),
  )
  m.passe = true
})
const attribuer = (qui: Qui) =>
  commande(`${qui} dit l’attribution`, async (m, r) => {
    const fait = await ecrit(
      r,
      qui,
      `insert into marches.ecrit (groupement_id, id, genre, rang, contenu, le) values ('${r.id}', '${newId()}', 'issue', ${m.issues + 1}, '{"etat":"attribue"}', now())`,
    )
    expect(fait, 'attribuer').toBe(qui === 'a' && lit(m, 'a') && m.etat === 'constitue' && m.passe)
    if (!fait) return
    m.issues += 1
    m.attribue = true
  })
const signer = (qui: Qui) =>
  commande(`${qui} dit le marché signé`, async (m, r) => {
    const dit = await porte(
      r,
      qui,
      `porte.groupement_signer('${r.id}', (now() at time zone 'Europe/Paris')::date, now())`,
    )
    expect(dit, 'signer').toBe(
      qui === 'b' || !lit(m, 'a') ? 'refuse' : m.attribue ? 'signe' : 'sans-attribution',
    )
    if (dit === 'signe') m.signe = true
  })

/** Deux fois plus de ce qui mène loin : sans cela, peu de vies atteindraient un marché signé. */
const lesDeux: readonly Qui[] = ['a', 'b']
const aJouer = [
  ...[0, 1].flatMap(() => [
    entrer,
    forme('conjoint'),
    convention('a'),
    constituer('a'),
    ...lesDeux.map(necessite),
    ...lesDeux.map(accord),
  ]),
  forme('solidaire'),
  convention('b'),
  constituer('b'),
  passer,
  dire,
  repondre,
  ...lesDeux.flatMap((q) => [
    quitter(q),
    sceller(q),
    attribuer(q),
    signer(q),
    declarer(q),
    lever(q),
    chiffres(q),
    negocier(q),
    reporter(q),
  ]),
]
/** Le chemin d’un marché signé, joué d’abord, puis des gestes au hasard après chacun de ses débuts. */
const chemin = [
  entrer,
  necessite('a'),
  necessite('b'),
  forme('conjoint'),
  convention('a'),
  accord('a'),
  accord('b'),
  constituer('a'),
  declarer('b'),
  sceller('b'),
  sceller('a'),
  lever('a'),
  dire,
  passer,
  negocier('a'),
  sceller('a'),
  dire,
  sceller('b'),
  lever('a'),
  dire,
  chiffres('a'),
  repondre,
  attribuer('a'),
  signer('a'),
]

/** `ouvrir` : un tour de table neuf, où b est invitée. */
export const jouerLesVies = (ouvrir: () => Promise<Reel>, vies: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.nat({ max: chemin.length }),
      fc.array(fc.constantFrom(...aJouer), { minLength: 4, maxLength: 14 }),
      async (debut, suite) => {
        const reel = await ouvrir()
        await fc.asyncModelRun(() => ({ model: neuf(), real: reel }), [...chemin.slice(0, debut), ...suite])
      },
    ),
    { numRuns: vies },
  )

/** Ces deux coopératives se sont nommées l’une à l’autre sur chacun de ces lots. */
export const poserNommees = (tx: MaintenanceTx, lots: readonly string[], a: string, b: string) =>
  sql`insert into marches.nommee (organisme_id, lot, avec_id, le)
    select q[1]::uuid, l, q[2]::uuid, now() from unnest(${lots}::text[]) l, (values (array[${a}::text, ${b}]), (array[${b}::text, ${a}])) v (q)`.execute(
    tx,
  )
/** Un écrit que la page n’aurait pas laissé passer, tel que l’envoie qui parle à la base. */
export const ecrireBrut = (tx: TenantTx, groupement: string, genre: string, le: Date = new Date()) =>
  sql`insert into marches.ecrit (groupement_id, id, genre, cle, rang, contenu, le)
    values (${groupement}, ${newId()}, ${genre}, 'brut', 99, '{}', ${le}::timestamptz)`.execute(tx)
