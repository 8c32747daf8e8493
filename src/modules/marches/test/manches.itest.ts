/** Les manches, les bons et le report, attaqués : par la page, et par qui parle à la base sous le rôle de sa coopérative. L’heure est celle que dit l’essai. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { ajouterEcrit, leverLesScelles, scellerPrix } from '../db/ecrits.ecritures.ts'
import { manchesDuDossier } from '../db/ecrits.ts'
import type { GenreDEcrit } from '../domain/ecrits.ts'
import type { GroupementId } from '../domain/groupement.ts'
import { connusDe } from '../lecture/connus.ts'
import { lireReponse } from '../lecture/lire-reponse.ts'
import { marches } from '../module.ts'
import { poserAvisALots, poserGroupement } from './poser.ts'

/** Midi passé à La Réunion, le lendemain de la date limite. */
const matin = new Date('2027-03-06T08:00:00Z')
const m = await monde({
  modules: [marches],
  coops: { a: 'Appui', b: 'Boussole', c: 'Cap' },
  gens: {
    alice: { roles: ['responsable'], chez: 'a' },
    basile: { roles: ['responsable'], chez: 'b' },
    chloe: { roles: ['responsable'], chez: 'c' },
  },
  maintenant: matin.toISOString(),
  texte: sansInsecables,
})
const { base, alice, basile, chloe } = m
const en = <T>(qui: Connectee, faire: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, faire)
/** Tant de minutes après ce matin-là. */
const a = (minutes: number) => new Date(matin.getTime() + minutes * 60_000)

const poser = async (lot?: string): Promise<GroupementId> => {
  const g = newId()
  await base.maintenance((tx) =>
    poserGroupement(tx, g, [alice, basile], {
      lot: lot ?? `${g}#1`,
      limite: new Date('2027-03-05T10:00:00Z'),
      zone: 'Indian/Reunion',
    }),
  )
  return g as GroupementId
}
const sceller = (qui: Connectee, g: GroupementId, le: Date) =>
  en(qui, (tx) => scellerPrix(tx, g, Buffer.alloc(32, 1), Buffer.alloc(8300), le))
const lever = (g: GroupementId, le: Date) =>
  en(alice, (tx) => leverLesScelles(tx, g, newId(), 'Agréger.', le))
const ecrire = (
  qui: Connectee,
  g: GroupementId,
  e: { readonly genre: GenreDEcrit; readonly cle?: string; readonly rang: number; readonly contenu: unknown },
  le: Date,
) => en(qui, (tx) => ajouterEcrit(tx, g, e, le))
const total = (plis: readonly number[], centimes = 4200) => ({ centimes, plis, fideles: true })
/** L’offre : chacun a scellé, le mandataire a ouvert, le total est dit. */
const offre = async (): Promise<GroupementId> => {
  const g = await poser()
  for (const qui of [alice, basile])
    expect(await sceller(qui, g, new Date('2027-03-01T19:30:00Z'))).toBe('scelle')
  expect(await lever(g, new Date('2027-03-02T08:00:00Z'))).toBe('levee')
  expect(
    await ecrire(
      alice,
      g,
      { genre: 'total', rang: 1, contenu: total([1, 2]) },
      new Date('2027-03-02T09:00:00Z'),
    ),
  ).toBe(true)
  return g
}
const revoir = {
  le: '2027-03-06',
  demande: 'Revoir tous les prix.',
  prix: true,
  jusquau: '2027-03-08',
  reponse: '',
  reponduLe: null,
}
const negocier = (g: GroupementId, contenu: object, le: Date, cle = 't1', rang = 1) =>
  ecrire(alice, g, { genre: 'negociation', cle, rang, contenu: { ...revoir, ...contenu } }, le)
const manches = (g: GroupementId, le: Date, qui = alice) => en(qui, (tx) => manchesDuDossier(tx, g, le))
const ouverte = async (g: GroupementId, le: Date) => (await manches(g, le)).some((x) => x.ouverte)
const dossier = (g: GroupementId) => `/marches/dossiers/${g}`
const tour = {
  tour: '',
  le: '06/03/2027',
  demande: 'Revoir tous les prix.',
  jusquau: '08/03/2027',
  reponse: '',
  reponduLe: '',
}

describe('le total d’une manche', () => {
  it('ne se dit pas tant que chacun n’a pas scellé de nouveau et que rien n’y est ouvert, à la page ni en base', async () => {
    const g = await offre()
    const connus = async (le: Date) =>
      en(alice, async (tx) => {
        const r = await lireReponse(tx, g, alice.organisme)
        return r && (await connusDe(tx, r, le)).total
      })
    expect(await connus(a(0))).toContain('42,00')
    expect((await alice.aller(`${dossier(g)}/acheteur/negocier`, { ...tour, prix: 'on' })).statut).toBe(303)
    // L’acheteur fait revoir ce prix : l’acte d’engagement ne le dit plus.
    expect(await connus(a(1))).toBeNull()
    const dire = (plis: string) =>
      alice.aller(`${dossier(g)}/prix/total`, { centimes: '1', plis, fideles: 'oui' })
    const enBase = (plis: readonly number[], le: Date) =>
      codeSql(() => ecrire(alice, g, { genre: 'total', rang: 2, contenu: total(plis, 1) }, le))
    // Personne n’a scellé de nouveau, puis le mandataire seul, qui a lu les autres.
    expect([(await dire('1,2')).statut, await enBase([1, 2], a(1))]).toEqual([409, '42501'])
    expect(await sceller(alice, g, a(2))).toBe('scelle')
    expect((await dire('2,3')).texte).toContain('de nouveau')
    expect([await enBase([2, 3], a(3)), await lever(g, a(3))]).toEqual(['42501', 'incomplet'])
    expect((await alice.lire(`${dossier(g)}/prix`)).texte).not.toContain('Dire le total aux membres')
    // Les autres le voient ; les heures sont à la pendule de l’acheteur : un pli du soir n’y est pas de l’après-midi.
    const lu = (await basile.lire(`${dossier(g)}/prix`)).texte
    expect(lu).toContain('scellé de nouveau après une ouverture')
    expect(lu).toMatch(/23\s?h\s?30/)
    expect(await sceller(basile, g, a(4))).toBe('scelle')
    expect((await dire('3,4')).statut).toBe(409)
    expect(await lever(g, a(5))).toBe('levee')
    expect((await dire('3,4')).statut).toBe(303)
    expect((await basile.lire(`${dossier(g)}/prix`)).texte).not.toContain('après une ouverture')
    expect(await connus(a(6))).toContain('0,01')
  })
})

describe('une manche', () => {
  it('complétée sans recocher « prix », garde son passé, ses plis et ce que la demande disait', async () => {
    const g = await offre()
    expect((await alice.aller(`${dossier(g)}/acheteur/negocier`, { ...tour, prix: 'on' })).statut).toBe(303)
    expect(await ouverte(g, a(1))).toBe(true)
    const [, cle = ''] =
      /<option value="([0-9a-f-]{36})"[^>]*>complète celui/.exec(
        (await alice.lire(`${dossier(g)}/acheteur`)).texte,
      ) ?? []
    const sans = { ...tour, tour: cle, demande: 'Revoir le seul module B.' }
    expect((await alice.aller(`${dossier(g)}/acheteur/negocier`, sans)).statut).toBe(303)
    expect(await ouverte(g, a(2))).toBe(true)
    expect((await basile.lire(`${dossier(g)}/acheteur`)).texte).toContain(
      'Elle disait avant : « Revoir tous les prix. »',
    )
    const repondu = { ...sans, reponse: 'Nos prix, déposés.', reponduLe: '06/03/2027' }
    expect((await alice.aller(`${dossier(g)}/acheteur/negocier`, repondu)).statut).toBe(303)
    expect((await manches(g, a(3))).map((x) => [x.rang, x.ouverte])).toEqual([
      [1, false],
      [2, false],
    ])
    expect((await basile.lire(`${dossier(g)}/prix`)).texte).toContain('Les manches')
  })
  it('décochée par qui parle à la base, reste une manche', async () => {
    const g = await offre()
    await negocier(g, {}, a(0))
    await negocier(g, { prix: false }, a(1), 't1', 2)
    expect(await ouverte(g, a(2))).toBe(true)
    // D’un dossier où l’on n’est pas, rien ne se lit.
    expect(await manches(g, a(2), chloe)).toHaveLength(1)
  })
  it('de deux tours ouverts, le dernier seul compte : répondu, celui d’avant ne se rouvre pas', async () => {
    const g = await offre()
    await negocier(g, {}, a(0))
    for (const qui of [alice, basile]) expect(await sceller(qui, g, a(1))).toBe('scelle')
    await negocier(g, {}, a(2), 't2')
    expect(await sceller(basile, g, a(3))).toBe('scelle')
    expect(await lever(g, a(3))).toBe('incomplet')
    await negocier(g, { reponse: 'Oui.', reponduLe: '2027-03-06' }, a(4), 't2', 2)
    expect([await ouverte(g, a(5)), await lever(g, a(5)), await sceller(alice, g, a(5))]).toEqual([
      false,
      'ferme',
      'ferme',
    ])
  })
  it('se ferme au soir du jour dit, à la pendule de l’acheteur, et à la minute', async () => {
    const g = await offre()
    await negocier(g, {}, a(0))
    expect([
      await ouverte(g, new Date('2027-03-08T19:59:59Z')),
      await ouverte(g, new Date('2027-03-08T20:00:00Z')),
    ]).toEqual([true, false])
  })
  it.each([
    ['rejeté', { etat: 'rejete' }],
    ['sans suite', { etat: 'sans-suite' }],
  ])('se ferme quand le lot est %s', async (_, issue) => {
    const g = await offre()
    await negocier(g, {}, a(0))
    expect(await ouverte(g, a(1))).toBe(true)
    expect(await ecrire(alice, g, { genre: 'issue', rang: 1, contenu: issue }, a(2))).toBe(true)
    expect([await ouverte(g, a(3)), await sceller(basile, g, a(3))]).toEqual([false, 'ferme'])
  })
  it('attendue dans plus d’un an, ne s’ouvre ni à la page ni en base', async () => {
    const g = await offre()
    expect(
      (await alice.aller(`${dossier(g)}/acheteur/negocier`, { ...tour, prix: 'on', jusquau: '31/12/2030' }))
        .texte,
    ).toContain('plus d’un an')
    await negocier(g, { jusquau: '9999-12-31' }, a(0))
    expect(await ouverte(g, a(1))).toBe(false)
  })
})

describe('un bon de commande', () => {
  it('écrit deux fois au même instant, n’en fait qu’un ; exécuté, il ne change plus de membre ni ne s’annule', async () => {
    const g = await offre()
    const bon = (cle: string, contenu: object, rang = 1) =>
      ecrire(
        alice,
        g,
        { genre: 'commande', cle, rang, contenu: { numero: 'BC-7', membre: basile.organisme, ...contenu } },
        a(rang),
      )
    expect([await bon('k1', {}), await bon('k2', {}), await bon('k3', { numero: 'bc 7' })]).toEqual([
      true,
      false,
      false,
    ])
    const fait = (qui: Connectee, cle: string) =>
      ecrire(qui, g, { genre: 'execution', cle, rang: 1, contenu: { session: '' } }, a(2))
    expect([await fait(alice, 'k1'), await fait(basile, 'k9'), await fait(basile, 'k1')]).toEqual([
      false,
      false,
      true,
    ])
    expect([
      await bon('k1', { membre: alice.organisme }, 2),
      await bon('k1', { annule: 'en trop' }, 2),
    ]).toEqual([false, false])
    expect(await bon('k1', { centimes: 3 }, 2)).toBe(true)
  })
  it('en trop s’annule avec une raison que chacun lit, et ne compte plus ; sa date ne sort pas du marché', async () => {
    const g = await offre()
    const suite = `${dossier(g)}/suite`
    const envoyer = (geste: string, champs: Record<string, string>) =>
      alice.aller(`${suite}/${geste}`, champs)
    const jour = '06/03/2027'
    await envoyer('issue', { etat: 'attribue', le: jour, attributaire: '', motifs: '', notes: '' })
    await envoyer('marche', { numero: 'M-1', payeur: 'region', circuit: 'direct' })
    const bon = { numero: 'BC-7', le: jour, montant: '500', membre: basile.organisme, objet: 'Un groupe' }
    for (const le of ['31/12/2099', '04/03/2027'])
      expect((await envoyer('commande', { ...bon, le })).texte).toContain('après la date limite du marché')
    expect((await envoyer('commande', bon)).statut).toBe(303)
    expect((await envoyer('commande', { ...bon, numero: 'bc 7' })).texte).toContain('déjà recopié')
    const [, commande = ''] =
      /name="commande" value="([0-9a-f-]{36})"/.exec((await basile.lire(suite)).texte) ?? []
    expect((await envoyer('annuler', { commande, motif: 'non' })).texte).toContain('dix signes')
    expect(
      (await basile.aller(`${suite}/annuler`, { commande, motif: 'Nous n’en voulons pas.' })).statut,
    ).toBe(403)
    expect((await envoyer('annuler', { commande, motif: 'Recopié deux fois par erreur.' })).statut).toBe(303)
    const lu = (await basile.lire(suite)).texte
    expect(lu).toContain('« Recopié deux fois par erreur. »')
    expect(lu.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toContain('Commandé 0,00')
    // Son numéro est libre, et rien ne s’exécute plus de l’annulé.
    expect((await envoyer('commande', bon)).statut).toBe(303)
    const execution = {
      commande,
      session: '',
      heures: '1',
      stagiaires: '1',
      factures: '1',
      ligne: 'C.6',
      motif: '',
    }
    expect((await basile.aller(`${suite}/execution`, execution)).texte).toContain('a annulé ce bon')
  })
})

describe('la date limite', () => {
  it('d’un lot ne se reporte pas au terme d’un autre, ni une fois l’issue écrite', async () => {
    const reporter = async (g: GroupementId, limite: string) =>
      en(
        alice,
        async (tx) =>
          (
            await sql<{
              r: string
            }>`select porte.groupement_reporter(${g}, ${limite}::timestamptz, ${a(0)}::timestamptz) as r`.execute(
              tx,
            )
          ).rows[0]?.r,
      )
    const idweb = `27-${newId().slice(-6)}`
    await base.maintenance((tx) =>
      poserAvisALots(
        tx,
        idweb,
        [
          { id: '1', limite: '2027-04-01T10:00:00Z' },
          { id: '2', limite: '2027-06-01T10:00:00Z' },
        ],
        '2027-06-01T10:00:00Z',
      ),
    )
    const g = await poser(`${idweb}#1`)
    expect([await reporter(g, '2027-05-01T10:00:00Z'), await reporter(g, '2027-03-20T10:00:00Z')]).toEqual([
      'ferme',
      'reporte',
    ])
    const perdu = `27-${newId().slice(-6)}`
    await base.maintenance((tx) => poserAvisALots(tx, perdu, [{ id: '1', limite: '2027-04-01T10:00:00Z' }]))
    const h = await poser(`${perdu}#1`)
    expect(await ecrire(alice, h, { genre: 'issue', rang: 1, contenu: { etat: 'attribue' } }, a(0))).toBe(
      true,
    )
    expect(await reporter(h, '2027-03-20T10:00:00Z')).toBe('ferme')
  })
})

describe('une invitation', () => {
  it('d’un dossier où l’on n’est pas, ne s’attend pas et ne tient rien : la réponse vient, fût-il tenu', async () => {
    const g = await poser()
    const admin = await base.client('admin')
    await admin.query('begin')
    await admin.query('select from marches.groupement where groupement_id = $1 for update', [g])
    const dit = await en(chloe, async (tx) => {
      await sql`set local lock_timeout = '300ms'`.execute(tx)
      return (
        await sql<{ r: string }>`select porte.groupement_accepter(${g}, ${a(0)}::timestamptz) as r`.execute(
          tx,
        )
      ).rows[0]?.r
    }).finally(() => admin.query('rollback'))
    expect(dit).toBe('introuvable')
  })
})
