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
})
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
          }>`select g.etat, g.signe_le is not null as signe,
            (select count(*) from marches.membre m where m.groupement_id = ${r.id} and m.accepte_le is not null and m.sorti_le is null)::int4 as membres,
            (select count(*) from marches.necessite n where n.groupement_id = ${r.id})::int4 as necessites
            from marches.groupement g where g.groupement_id = ${r.id}`.execute(tx)
        ).rows[0],
    )
    expect(reel, nom).toEqual({
      etat: m.etat,
      membres: m.etat === 'abandonne' ? 0 : m.b === 'dedans' ? 2 : 1,
      necessites: m.necessites.size,
      signe: m.signe,
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
      m.necessites.clear()
    }
    if (dit === 'sortie') {
      m.b = 'sortie'
      if (!m.signe) {
        m.necessites.delete('b')
        m.accords.delete('b')
        if (m.etat === 'constitue') m.etat = 'tour-de-table'
      }
    }
  })
const sceller = (qui: Qui) =>
  commande(`${qui} scelle`, async (m, r) => {
    const dit = await porte(
      r,
      qui,
      `porte.sceller_prix('${r.id}', sha256('a'), decode(repeat('00', 8300), 'hex'), now())`,
    )
    expect(dit, 'sceller').toBe(
      !lit(m, qui) ? 'refuse' : m.etat === 'constitue' && !m.passe ? 'scelle' : 'ferme',
    )
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
  ...lesDeux.flatMap((q) => [quitter(q), sceller(q), attribuer(q), signer(q)]),
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
  sceller('b'),
  passer,
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
